"""Statistics of the samples of a period.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

_PERCENTILE = re.compile(r"p(100|\d{1,2}(?:\.\d{1,10})?)")


@dataclass(frozen=True, slots=True)
class SampleSet:
    """As much as is known of some samples: all of it when there is one, or when all have the same value."""

    count: float
    total: float
    smallest: float
    largest: float

    @property
    def is_exact(self) -> bool:
        """Whether each value is known."""
        return self.count == 1 or self.smallest == self.largest


def is_percentile(name: str) -> bool:
    """Whether it is `p` and a number from 0 to 100."""
    return _PERCENTILE.fullmatch(name) is not None


def is_statistic(name: str) -> bool:
    """Whether `statistic` knows it."""
    return name in _SIMPLE or is_percentile(name)


def statistic(name: str, sets: Sequence[SampleSet]) -> float | None:
    """A statistic of at least one set: `Sum`, `SampleCount`, `Average`, `Minimum`, `Maximum`, or a percentile.

    @returns: None for a percentile of values that are not all known, or of which one is negative, as on AWS
    @raises KeyError: another statistic
    """
    if match := _PERCENTILE.fullmatch(name):
        if not all(known.is_exact and known.smallest >= 0 for known in sets):
            return None
        return _percentile(float(match[1]), sets)
    return _SIMPLE[name](sets)


def _percentile(percent: float, sets: Sequence[SampleSet]) -> float:
    """The value at that place among the ordered samples, between two of them in proportion."""
    ordered = sorted(sets, key=lambda known: known.smallest)
    ends = list(accumulate(known.count for known in ordered))
    place = percent / 100 * (ends[-1] - 1)
    below, share = int(place), place % 1

    def value_at(index: float) -> float:
        return ordered[min(bisect_right(ends, index), len(ordered) - 1)].smallest

    return value_at(below) + share * (value_at(below + 1) - value_at(below))


def _sum(values: Iterable[float]) -> float:
    return float(sum(values))


_SIMPLE = {
    "Sum": lambda sets: _sum(known.total for known in sets),
    "SampleCount": lambda sets: _sum(known.count for known in sets),
    "Average": lambda sets: _sum(known.total for known in sets) / _sum(known.count for known in sets),
    "Minimum": lambda sets: min(known.smallest for known in sets),
    "Maximum": lambda sets: max(known.largest for known in sets),
}
