"""Tests of the values at which an alarm looks."""

from collections.abc import Mapping
from typing import Any

import pytest

from caudal_localstack.metrics.periods import SETTLED_S, values

MINUTE = 1_763_800_020


def seen(now: float, data: Mapping[int, float], **alarm: Any) -> list[float | None]:
    """What an alarm on a sum over a minute sees of data, by minutes after MINUTE."""
    given = {"Period": 60, "EvaluationPeriods": 1, "Threshold": 5.0, "Statistic": "Sum"}
    asked = {**given, "ComparisonOperator": "GreaterThanThreshold", **alarm}
    found = {MINUTE + number * asked["Period"]: value for number, value in data.items()}
    return values(asked, MINUTE + now, lambda start, end: {at: v for at, v in found.items() if start <= at < end})


def test_a_period_counts_when_it_is_over_and_its_data_have_come() -> None:
    """A sum of half a minute would look too small."""
    below = {"ComparisonOperator": "LessThanThreshold"}
    assert seen(30, {-1: 9, 0: 1}, **below) == [9]
    assert seen(60 + SETTLED_S - 1, {-1: 9, 0: 8}, **below) == [9]
    assert seen(60 + SETTLED_S, {-1: 9, 0: 8}, **below) == [8]


@pytest.mark.parametrize(
    ("alarm", "value", "counts"),
    [
        ({}, 6, True),
        ({}, 5, False),
        ({"ComparisonOperator": "GreaterThanOrEqualToThreshold"}, 5, True),
        ({"Statistic": "Maximum"}, 6, True),
        ({"Statistic": "Average"}, 6, False),
        ({"Statistic": None, "ExtendedStatistic": "p99"}, 6, False),
        ({"Statistic": "Minimum", "ComparisonOperator": "LessThanThreshold"}, 4, True),
        ({"ComparisonOperator": "LessThanThreshold"}, 4, False),
    ],
)
def test_a_running_period_counts_once_nothing_can_undo_its_breach(
    alarm: dict[str, Any], value: float, counts: bool
) -> None:
    """So an alarm rings within seconds, not after the minute."""
    assert seen(30, {-1: 5, 0: value}, **alarm) == [value if counts else 5]


def test_as_many_periods_as_the_alarm_evaluates_when_they_have_data() -> None:
    """The newest ones."""
    assert seen(SETTLED_S, {-4: 1, -3: 2, -2: 3, -1: 4}, EvaluationPeriods=3) == [2, 3, 4]


def test_older_periods_fill_in_for_missing_ones() -> None:
    """As AWS reads more data points than the alarm evaluates."""
    assert seen(SETTLED_S, {-4: 1, -3: 2, -1: 4}, EvaluationPeriods=3) == [1, 2, 4]


def test_missing_periods_are_told_when_there_is_too_little() -> None:
    """What they count as is the alarm's `TreatMissingData`."""
    assert seen(SETTLED_S, {-2: 3}, EvaluationPeriods=3) == [None, None, None, 3, None]
    assert seen(SETTLED_S, {}) == [None, None, None]


def asked_of(period: int, now: float) -> list[int]:
    """From when to when an alarm of one period looks."""
    asked: list[int] = []
    alarm = {"Period": period, "EvaluationPeriods": 1, "Threshold": 5, "Statistic": "Sum", "ComparisonOperator": "x"}
    values(alarm, now, lambda first, end: asked.extend([first, end]) or {})
    return asked


def test_the_window_slides_by_the_minute() -> None:
    """Five minutes end with the last whole minute, wherever the clock stands."""
    assert asked_of(300, MINUTE + 100) == [MINUTE + 60 - 3 * 300, MINUTE + 60 + 300]
    assert asked_of(10, MINUTE + 16) == [MINUTE + 10 - 3 * 10, MINUTE + 10 + 10]


def test_what_came_a_minute_ago_counts_in_a_window_of_hours() -> None:
    """So the first of daily reports ends the alarm about missing ones."""
    report = {MINUTE + 30: 1.0}

    def read(start: int, end: int) -> Mapping[int, float]:
        periods = range(start, end, 3600)
        return {at: 1.0 for at in periods if any(at <= came < at + 3600 for came in report)}

    alarm = {"Period": 3600, "EvaluationPeriods": 3, "Threshold": 1, "Statistic": "Sum"}
    found = values({**alarm, "ComparisonOperator": "LessThanThreshold"}, MINUTE + 60 + SETTLED_S, read)
    assert found[-1] == 1
