"""The values at which an alarm looks.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

SETTLED_S = 5
"""How long after its end a period counts as whole: the collector brings data every two seconds."""

_AT_LEAST_MORE = 2

_STEP_S = 60
"""By how much the window of an alarm slides at the most: one over hours need not wait for the hour to be over."""

_FINAL = {
    "GreaterThanThreshold": (operator.gt, {"Maximum", "SampleCount", "Sum"}),
    "GreaterThanOrEqualToThreshold": (operator.ge, {"Maximum", "SampleCount", "Sum"}),
    "LessThanThreshold": (operator.lt, {"Minimum"}),
    "LessThanOrEqualToThreshold": (operator.le, {"Minimum"}),
}
"""By comparison, the statistics whose breach no later sample of the period can undo, sums being sums of counts."""

Read = Callable[[int, int], Mapping[int, float]]
"""Statistic by start of period, between two instants in seconds since 1970."""


def values(alarm: Mapping[str, Any], now: float, read: Read) -> list[float | None]:
    """One value a period, the oldest first; None where there are no data.

    Whole periods only: a period that runs would make a sum look too small. It counts as soon as it breaches for good.
    More periods than the alarm evaluates are read, as on AWS; the older ones count when data are missing.
    """
    period, evaluated = alarm["Period"], alarm["EvaluationPeriods"]
    step = min(period, _STEP_S)
    running = int(now) // step * step
    end = int(now - SETTLED_S) // step * step
    start = end - (evaluated + max(evaluated // 3, _AT_LEAST_MORE)) * period
    found = read(start, running + period)
    points = [found.get(at) for at in range(start, end, period)]
    points += [found[at] for at in range(end, running + period, period) if _breaches_for_good(alarm, found.get(at))]
    known = [point for point in points if point is not None]
    return known[-evaluated:] if len(known) >= evaluated else points


def _breaches_for_good(alarm: Mapping[str, Any], value: float | None) -> bool:
    compare, statistics = _FINAL.get(alarm["ComparisonOperator"], (None, ()))
    if value is None or compare is None or alarm.get("Statistic") not in statistics:
        return False
    return compare(value, alarm["Threshold"])
