"""Golden numbers for tests/golden.rs, from scikit-learn 1.9.1.

The tests read the JSON files beside this script and never run it. To make the files anew:

    python3 -m venv env && env/bin/pip install scikit-learn==1.9.1
    env/bin/python tests/golden/make.py

- tfidf.json: the TF-IDF rows of sentences.csv, for each block of features. scikit-learn gets the
  tokens of this project: NFC and lower case first, words are runs of \\w of any length.
- optimum.json: the least loss of logistic regression on these rows, for 2, 3 and 5 labels:
  sum of weight * log-loss over rows, plus |W|^2 / (2 C), intercepts free.
- metrics.json: figures of merit of made-up labels and probabilities.
- distributions.json: two-sided quantiles of Student's t, and McNemar's exact test as a binomial test; from SciPy.
"""

import csv
import json
import unicodedata
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy import stats
from sklearn import metrics
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils.class_weight import compute_sample_weight

HERE = Path(__file__).parent
COLUMNS = ["mood", "side", "act"]  # 2, 3 and 5 labels


def read_sentences():
    with open(HERE / "sentences.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def folded(text):
    return unicodedata.normalize("NFC", text).lower()


def vectorizer(block):
    common = dict(sublinear_tf=True, smooth_idf=True, norm="l2", preprocessor=folded, dtype=np.float64)
    if block == "words:1-2":
        return TfidfVectorizer(ngram_range=(1, 2), min_df=2, token_pattern=r"(?u)\w+", **common)
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=3, **common)


def tfidf(texts):
    blocks, matrices = {}, {}
    for block in ["words:1-2", "characters:3-5"]:
        fitted = vectorizer(block)
        matrix = fitted.fit_transform(texts).tocsr()
        matrix.sort_indices()
        rows = [
            [matrix[i].indices.tolist(), [float(f"{value:.10g}") for value in matrix[i].data]]
            for i in range(matrix.shape[0])
        ]
        blocks[block] = {"grams": fitted.get_feature_names_out().tolist(), "rows": rows}
        matrices[block] = matrix
    return blocks, matrices


def least_loss(matrix, labels, c, balanced):
    """The loss at scikit-learn's optimum, computed here from its weights."""
    names, y = np.unique(labels, return_inverse=True)
    weight = compute_sample_weight("balanced", y) if balanced else np.ones(len(y))
    model = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    model.fit(matrix, y, sample_weight=weight)
    scores = matrix @ model.coef_.T + model.intercept_
    if len(names) == 2:
        scores = np.hstack([np.zeros_like(scores), scores])
    highest = scores.max(axis=1)
    log_total = highest + np.log(np.exp(scores - highest[:, None]).sum(axis=1))
    log_loss = log_total - scores[np.arange(len(y)), y]
    return float(weight @ log_loss + (model.coef_**2).sum() / (2 * c))


def optima(rows, matrices):
    matrices = dict(matrices)
    matrices["words:1-2,characters:3-5"] = sp.hstack([matrices["words:1-2"], matrices["characters:3-5"]]).tocsr()
    cases = []
    for features in ["words:1-2", "words:1-2,characters:3-5"]:
        for column in COLUMNS:
            labels = [row[column] for row in rows]
            for balanced in [False, True]:
                for c in [0.3, 1.0, 10.0, 100.0]:
                    loss = least_loss(matrices[features], labels, c, balanced)
                    weight = "balanced" if balanced else "none"
                    cases.append(dict(features=features, column=column, class_weight=weight, c=c, loss=loss))
    return cases


def figures(name, k, truth, predicted, probabilities):
    truth, predicted, names = np.array(truth), np.array(predicted), list(range(k))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        truth, predicted, labels=names, zero_division=np.nan
    )
    number = lambda value: None if np.isnan(value) else float(value)
    return dict(
        name=name,
        n_labels=k,
        truth=truth.tolist(),
        predicted=predicted.tolist(),
        probabilities=np.asarray(probabilities).tolist(),
        accuracy=float(metrics.accuracy_score(truth, predicted)),
        balanced_accuracy=float(metrics.balanced_accuracy_score(truth, predicted)),
        macro_f1=float(metrics.f1_score(truth, predicted, average="macro", zero_division=0)),
        log_loss=float(metrics.log_loss(truth, probabilities, labels=names)),
        precision=[number(value) for value in precision],
        recall=[number(value) for value in recall],
        f1=[number(value) for value in f1],
        support=support.astype(int).tolist(),
        confusion=metrics.confusion_matrix(truth, predicted, labels=names).tolist(),
    )


def metric_cases():
    random = np.random.default_rng(20)
    sure = lambda k, labels: np.eye(k)[labels]
    cases = [
        figures("one row, right", 2, [1], [1], [[0.25, 0.75]]),
        figures("one row, wrong", 2, [0], [1], [[0.25, 0.75]]),
        figures("all right and sure", 3, [0, 1, 2, 2], [0, 1, 2, 2], sure(3, [0, 1, 2, 2])),
        figures("all wrong and sure", 3, [0, 1, 2, 2], [1, 2, 0, 0], sure(3, [1, 2, 0, 0])),
        figures("one label occurs", 3, [1, 1, 1, 1], [1, 1, 0, 1], np.full((4, 3), 1 / 3)),
        figures("always the same answer", 3, [0, 1, 1, 2, 2], [1] * 5, [[0.2, 0.4, 0.4]] * 5),
        figures("a label that is never true", 4, [0, 0, 2, 2, 3], [0, 1, 2, 1, 3], [[0.4, 0.3, 0.2, 0.1]] * 5),
        figures("a label that is never seen at all", 5, [0, 1, 2, 3], [3, 2, 1, 0], np.full((4, 5), 0.2)),
        figures("tiny probabilities", 2, [0, 1, 0], [1, 0, 0], [[1e-300, 1.0], [1.0, 0.0], [1e-15, 1 - 1e-15]]),
    ]
    for number in range(200):
        k, n = int(random.integers(2, 8)), int(random.integers(1, 40))
        truth = random.choice(k, size=n, p=random.dirichlet(np.full(k, 0.6)))
        # Sixty-fourths, so that rows sum to 1 exactly and are short to write.
        probabilities = [random.multinomial(64, random.dirichlet(np.full(k, 0.5))) / 64 for _ in range(n)]
        predicted = np.array(probabilities).argmax(axis=1)
        if number % 20 == 0:
            predicted[:] = int(random.integers(k))  # one label predicted, whatever the probabilities
        cases.append(figures(f"random {number}", k, truth, predicted, probabilities))
    return cases


def distributions():
    degrees = [1, 2, 3, 4, 7, 18, 19, 50, 99, 1000, 99999]
    pairs = [(0, 0), (1, 0), (0, 6), (3, 3), (10, 2), (7, 15), (40, 60), (500, 420), (3000, 2800)]
    return dict(
        t_quantiles=[[n, float(stats.t.ppf(0.975, n))] for n in degrees],
        mcnemar=[[a, b, float(stats.binomtest(a, a + b).pvalue) if a + b else 1.0] for a, b in pairs],
    )


def write(name, value):
    with open(HERE / name, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


def main():
    rows = read_sentences()
    blocks, matrices = tfidf([row["text"] for row in rows])
    write("tfidf.json", blocks)
    write("optimum.json", optima(rows, matrices))
    write("metrics.json", metric_cases())
    write("distributions.json", distributions())


if __name__ == "__main__":
    main()
