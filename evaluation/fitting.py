"""Regressions that fit the calibration: pure functions over tables of signs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float64]
#: Of ranking weights, against fitting a few hundred questions too closely.
_RIDGE = 3.0


def ranking(tables: Sequence[Table], labels: Sequence[NDArray[np.bool_]]) -> NDArray[np.float64]:
    """Softmax regression: the weights under which right candidates come first.

    Args:
        tables: for each question the signs of its candidates, shape (candidates, signs).
        labels: for each question which candidates are right; at least one is.
    """
    every = np.vstack(tables)
    scale = every.std(axis=0) + 1e-9
    tables = [(table - every.mean(axis=0)) / scale for table in tables]
    weights = np.zeros(every.shape[1])
    for _ in range(100):  # Newton's steps with the part of the curvature that is never negative
        gradient, curvature = -_RIDGE * weights, _RIDGE * np.eye(len(weights))
        for table, wanted in zip(tables, labels, strict=True):
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            share = np.where(wanted, chances, 0.0)
            gradient = gradient + table.T @ (share / share.sum() - chances)
            mean = table.T @ chances
            curvature += (table.T * chances) @ table - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    fitted: NDArray[np.float64] = weights / scale
    return fitted


def logistic(rows: Table, labels: NDArray[np.float64], ridge: float = 0.05) -> NDArray[np.float64]:
    """Newton's method on the ridge-penalised logistic likelihood; the bias comes last and is not penalised."""
    design = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.diag([ridge] * rows.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - chance) - penalty @ weights
        hessian = (design.T * (chance * (1 - chance))) @ design + penalty + 1e-9 * np.eye(len(weights))
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    return weights
