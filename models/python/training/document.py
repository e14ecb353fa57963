"""All that a training comes to."""

from typing import Any

import numpy as np
import sklearn
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

from training.estimators import Estimator, estimator_of, exported
from training.figures import areas, confusion, figures, threshold_for
from training.settings import Settings
from training.table import Table

FOLDS = 5


def document_of(settings: Settings, trained: Table, held_out: Table) -> dict[str, Any]:
    estimator = estimator_of(settings.estimator, settings.seed, settings.parameters)
    unseen = scores_of_unseen(estimator, trained, settings.seed)
    thresholds = {
        name: threshold_for(trained.label, unseen, precision)
        for name, precision in settings.precisions.items()
    }
    estimator.fit(trained.features, trained.label)
    scores = estimator.predict_proba(held_out.features)[:, 1]
    rival_kind = "logistic"
    rival = estimator_of(rival_kind, settings.seed, {})
    rival.fit(trained.features, trained.label)
    rival_scores = rival.predict_proba(held_out.features)[:, 1]
    chosen = vectors(scores, settings.vectors)
    return {
        "library": f"scikit-learn {sklearn.__version__}",
        "model": exported(settings.estimator, estimator),
        "typical": typical(trained),
        "thresholds": thresholds,
        "figures": figures(held_out.label, scores, thresholds),
        "baselines": {
            **{
                name: baseline(held_out.label, held_out.others[name])
                for name in settings.baselines
            },
            "logistic regression": areas(held_out.label, rival_scores),
        },
        "vectors": {
            "rows": known(held_out.features[chosen]),
            "scores": scores[chosen].tolist(),
            "logistic": {
                "model": exported(rival_kind, rival),
                "scores": rival_scores[chosen].tolist(),
            },
        },
    }


def scores_of_unseen(estimator: Estimator, table: Table, seed: int) -> np.ndarray:
    """Each row's score by a model that has seen no row of its subject."""
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    return cross_val_predict(
        estimator,
        table.features,
        table.label,
        groups=table.subject,
        cv=folds,
        method="predict_proba",
    )[:, 1]


def typical(table: Table) -> list[float]:
    negatives = table.features[table.label == 0]
    medians = np.nanmedian(negatives, axis=0)
    return np.nan_to_num(medians, nan=0.0).tolist()


def baseline(label: np.ndarray, given: np.ndarray) -> dict[str, Any]:
    """A yes or no is judged as such; anything else as a score, unknown as the lowest."""
    if np.isin(given, [0, 1]).all():
        return {"at": confusion(label, given == 1)}
    return areas(label, np.nan_to_num(given, nan=np.nanmin(given) - 1))


def vectors(scores: np.ndarray, count: int) -> np.ndarray:
    """Rows from the lowest score to the highest, evenly by rank."""
    order = np.argsort(scores, kind="stable")
    return order[np.linspace(0, len(order) - 1, count).astype(int)]


def known(rows: np.ndarray) -> list[list[float | None]]:
    return [
        [None if np.isnan(value) else float(value) for value in row] for row in rows
    ]
