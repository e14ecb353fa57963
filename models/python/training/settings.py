"""What is asked for."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Settings:
    """Fields of `settings.json`, written by `models/train/python.ts`."""

    estimator: str
    """`boosted-trees` or `logistic`."""
    parameters: dict[str, Any]
    """Of the estimator, by scikit-learn's names."""
    seed: int
    features: list[str]
    precisions: dict[str, float]
    """By threshold: the share of true positives that it is chosen for."""
    baselines: list[str]
    """Columns of the tables that the model is compared with."""
    vectors: int
    """How many rows are exported with their scores."""

    @classmethod
    def read(cls, file: Path) -> Self:
        return cls(**json.loads(file.read_text(encoding="utf-8")))
