"""The models that there are, and their export as plain data."""

from typing import Any, Protocol

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

DIGITS = 9
"""Significant digits of what trees add; the thresholds keep all, or rows would change sides."""

LARGEST = float(np.finfo(np.float64).max)
"""Stands for infinity, which JSON has not: what is known is below either."""


class Estimator(Protocol):
    """A classifier of scikit-learn."""

    def fit(self, x: np.ndarray, y: np.ndarray) -> Any: ...
    def predict_proba(self, x: np.ndarray) -> np.ndarray: ...


def estimator_of(kind: str, seed: int, parameters: dict[str, Any]) -> Estimator:
    if kind == "logistic":
        return make_pipeline(
            SimpleImputer(strategy="mean", keep_empty_features=True),
            StandardScaler(),
            LogisticRegression(max_iter=2000, **parameters),
        )
    if kind == "boosted-trees":
        return HistGradientBoostingClassifier(
            random_state=seed, early_stopping=False, **parameters
        )
    raise ValueError(
        f"estimator must be 'logistic' or 'boosted-trees' (received {kind!r})"
    )


def exported(kind: str, fitted: Any) -> dict[str, Any]:
    """The fields of `core/models/model.ts` that depend on the kind."""
    return logistic(fitted) if kind == "logistic" else boosted_trees(fitted)


def logistic(fitted: Any) -> dict[str, Any]:
    imputer, scaler, regression = (step for _, step in fitted.steps)
    # The imputer's means, so that what is not known adds nothing: the scaler's are the same.
    return {
        "kind": "logistic",
        "intercept": float(regression.intercept_[0]),
        "coefficients": regression.coef_[0].tolist(),
        "means": imputer.statistics_.tolist(),
        "deviations": scaler.scale_.tolist(),
    }


def boosted_trees(fitted: Any) -> dict[str, Any]:
    # scikit-learn has no public way to these; requirements.txt pins the version, and the
    # exported vectors hold what comes of them against predict_proba.
    return {
        "kind": "boosted-trees",
        "baseline": float(fitted._baseline_prediction[0, 0]),
        "trees": [tree(predictor.nodes) for (predictor,) in fitted._predictors],
    }


def tree(nodes: np.ndarray) -> dict[str, list[float]]:
    inner = nodes["is_leaf"] == 0
    left = np.where(inner, nodes["left"], 0)
    right = np.where(inner, nodes["right"], 0)
    thresholds = np.minimum(nodes["num_threshold"], LARGEST)
    return {
        "feature": np.where(inner, nodes["feature_idx"], -1).tolist(),
        "value": [
            float(threshold) if is_inner else float(f"{value:.{DIGITS}g}")
            for is_inner, threshold, value in zip(
                inner, thresholds, nodes["value"], strict=True
            )
        ],
        "left": left.tolist(),
        "right": right.tolist(),
        "unknown": np.where(nodes["missing_go_to_left"] == 1, left, right).tolist(),
    }
