"""Rows with label, subject, features and baselines."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np


@dataclass(frozen=True)
class Table:
    """Columns of a CSV file. NaN: not known."""

    label: np.ndarray
    """1 or 0."""
    subject: np.ndarray
    """Whose row it is: rows of one subject are never on both sides of a split."""
    features: np.ndarray
    others: dict[str, np.ndarray]
    """Columns that are neither, by name."""

    @classmethod
    def read(cls, file: Path, features: list[str]) -> Self:
        with file.open(encoding="utf-8", newline="") as lines:
            header, *rows = csv.reader(lines)
        columns = dict(zip(header, zip(*rows, strict=True), strict=True))
        numbers = {
            name: np.array([float(value or "nan") for value in column])
            for name, column in columns.items()
            if name != "subject"
        }
        return cls(
            label=numbers.pop("label").astype(int),
            subject=np.array(columns["subject"]),
            features=np.column_stack([numbers.pop(name) for name in features]),
            others=numbers,
        )
