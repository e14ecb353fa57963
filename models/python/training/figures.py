"""How well scores tell positives from the rest."""

from typing import Any

import numpy as np
from sklearn.metrics import (
    average_precision_score,
    confusion_matrix,
    precision_recall_curve,
    roc_auc_score,
)


def areas(label: np.ndarray, score: np.ndarray) -> dict[str, float]:
    return {
        "rocAuc": float(roc_auc_score(label, score)),
        "prAuc": float(average_precision_score(label, score)),
    }


def confusion(label: np.ndarray, positive: np.ndarray) -> dict[str, Any]:
    counts = confusion_matrix(label, positive, labels=[0, 1]).ravel().tolist()
    true_negatives, false_positives, false_negatives, true_positives = counts
    found = true_positives + false_positives
    return {
        "truePositives": true_positives,
        "falsePositives": false_positives,
        "falseNegatives": false_negatives,
        "trueNegatives": true_negatives,
        "precision": true_positives / found if found else 0.0,
        "recall": true_positives / max(1, true_positives + false_negatives),
    }


def figures(
    label: np.ndarray, score: np.ndarray, thresholds: dict[str, float]
) -> dict[str, Any]:
    at = {
        name: confusion(label, score >= threshold)
        for name, threshold in thresholds.items()
    }
    return {**areas(label, score), "at": at}


def threshold_for(label: np.ndarray, score: np.ndarray, precision: float) -> float:
    """The lowest threshold, in thousandths, at which so many of those above are right."""
    precisions, _, thresholds = precision_recall_curve(label, score)
    enough = np.flatnonzero(precisions[: len(thresholds)] >= precision)
    lowest = thresholds[enough[0]] if len(enough) else 1.0
    return float(np.clip(np.ceil(lowest * 1000) / 1000, 0.001, 0.999))
