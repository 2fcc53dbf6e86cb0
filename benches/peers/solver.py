"""scikit-learn's solvers on the rows that `examples/solver_peers.rs` wrote: seconds, and the loss that they reach.

    python benches/peers/solver.py FILE [COLUMNS]

Every loss is that of our solver: the sum of -ln p(label) over the rows and |W|^2 / (2 C), with C 10 and free intercepts.
LIBLINEAR penalises its intercept, which is large here by a scale of 1000, so that its loss is comparable.
"""
import sys
import time
import warnings

import numpy as np
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression

C = 10.0


def loss(model, rows, labels):
    scores = model.decision_function(rows)
    if scores.ndim == 1:
        scores = np.column_stack([np.zeros_like(scores), scores])
    top = scores.max(axis=1)
    logs = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return (logs - scores[np.arange(len(labels)), labels]).sum() + (model.coef_ ** 2).sum() / (2 * C)


def main():
    file, columns = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None
    rows, labels = load_svmlight_file(file, n_features=columns, dtype=np.float64)
    rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    labels = labels.astype(int)
    solvers = [("newton-cg", 1e-4), ("newton-cg", 1e-6), ("lbfgs", 1e-4), ("lbfgs", 1e-6)]
    if labels.max() == 1:
        solvers += [("liblinear", 1e-2), ("liblinear", 1e-3), ("liblinear", 1e-4)]
    warnings.filterwarnings("ignore")
    for solver, tolerance in solvers:
        more = {"intercept_scaling": 1000.0} if solver == "liblinear" else {}
        model = LogisticRegression(C=C, solver=solver, tol=tolerance, max_iter=1000, **more)
        start, cpu = time.perf_counter(), time.process_time()
        model.fit(rows, labels)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        print(f"{solver:<10} tol {tolerance:g}: loss {loss(model, rows, labels):.6f}, {seconds:.3f} s, CPU {cpu:.3f} s", flush=True)


if __name__ == "__main__":
    main()
