"""Golden numbers for tests/reliability.rs, from scikit-learn 1.9.1; made and run as make.py.

reliability.json: made-up labels and probabilities, for 2, 3 and 5 labels, with scikit-learn's brier_score_loss and
the calibration error over 15 bins of equally many rows, written plainly.
"""

import json
from pathlib import Path

import numpy as np
from sklearn.metrics import brier_score_loss

BINS = 15


def calibration_error(labels, probabilities):
    confidence, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    order = np.argsort(confidence, kind="stable")
    n, bins = len(labels), min(BINS, len(labels))
    edges = [i * n // bins for i in range(bins + 1)]
    gaps = [
        (b - a) * abs(confidence[order[a:b]].mean() - right[order[a:b]].mean()) for a, b in zip(edges, edges[1:])
    ]
    return sum(gaps) / n


random = np.random.default_rng(5)
cases = []
for k in [2, 3, 5]:
    for n in [1, 7, 40, 200]:
        probabilities = random.dirichlet(np.full(k, 0.5), size=n).round(6)
        probabilities[:, -1] = 1.0 - probabilities[:, :-1].sum(axis=1)
        labels = random.integers(k, size=n)
        # With two labels scikit-learn takes the probabilities of the second one.
        given = probabilities[:, 1] if k == 2 else probabilities
        options = {"pos_label": 1} if k == 2 else {}
        cases.append(
            {
                "labels": labels.tolist(),
                "probabilities": probabilities.ravel().tolist(),
                "brier": brier_score_loss(labels, given, labels=list(range(k)), **options),
                "calibration_error": calibration_error(labels, probabilities),
            }
        )
Path(__file__).with_name("reliability.json").write_text(json.dumps(cases) + "\n")
