"""Tests of the metrics database: what is put comes back as AWS documents it, period by period."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from localstack.aws.api.cloudwatch import InvalidParameterValueException

from caudal_localstack.metrics.database import MetricDatabase

MINUTE = int(time.time()) // 60 * 60 - 600
FUNCTION = [{"Name": "FunctionName", "Value": "orders"}]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MetricDatabase]:
    """A database in a file of its own."""
    for name in ("CLOUDWATCH_DATA_ROOT", "METRICS_DB", "METRICS_DB_READ_ONLY"):
        monkeypatch.setattr(MetricDatabase, name, getattr(MetricDatabase, name))
    MetricDatabase.keep_in(tmp_path / "kept")
    yield MetricDatabase()


def put(database: MetricDatabase, **datum: Any) -> None:
    """Puts one datum of a function's `Duration` unless told otherwise."""
    given = {"MetricName": "Duration", "Dimensions": list(FUNCTION), "Timestamp": MINUTE, "Unit": "Milliseconds"}
    database.add_metric_data("000000000000", "us-east-1", "AWS/Lambda", [{**given, **datum}])


def ask(
    database: MetricDatabase, stat: str, start: int = MINUTE, end: int = MINUTE + 60, period: int = 60, **metric: Any
) -> dict[int, float]:
    """A statistic by start of period."""
    asked = {"Namespace": "AWS/Lambda", "MetricName": "Duration", "Dimensions": list(FUNCTION), **metric}
    query = {"Id": "one", "MetricStat": {"Metric": asked, "Period": period, "Stat": stat}}
    between = (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
    found = database.get_metric_data_stat("000000000000", "us-east-1", query, *between, "TimestampAscending")
    return dict(zip(found["timestamps"], found["values"], strict=True))


def test_values_count_as_often_as_their_counts_say(database: MetricDatabase) -> None:
    """Values and Counts, single values and statistic sets of one minute are one set of samples."""
    put(database, Values=[10.0, 20.0], Counts=[3, 1])
    put(database, Value=5.0)
    put(database, StatisticValues={"SampleCount": 2, "Sum": 8, "Minimum": 1, "Maximum": 7})
    found = {stat: ask(database, stat)[MINUTE] for stat in ("Sum", "SampleCount", "Average", "Minimum", "Maximum")}
    assert found == {"Sum": 63, "SampleCount": 7, "Average": 9, "Minimum": 1, "Maximum": 20}


def test_only_the_metric_with_exactly_the_dimensions_answers(database: MetricDatabase) -> None:
    """A longer name, more dimensions, none, or a name that a wildcard would match are other metrics."""
    put(database, Value=1)
    for value in ("orders-2", "0rders"):
        put(database, Value=100, Dimensions=[{"Name": "FunctionName", "Value": value}])
    put(database, Value=100, Dimensions=[*FUNCTION, {"Name": "Resource", "Value": "orders:live"}])
    put(database, Value=100, Dimensions=[])
    assert ask(database, "Sum") == {MINUTE: 1}
    assert ask(database, "Sum", Dimensions=[]) == {MINUTE: 100}
    assert ask(database, "Sum", Dimensions=[{"Name": "FunctionName", "Value": "_rders"}]) == {}
    both = [{"Name": "Resource", "Value": "orders:live"}, *FUNCTION]
    assert ask(database, "Sum", Dimensions=both) == {MINUTE: 100}


def test_periods_begin_at_the_start_time_rounded_down_to_the_minute(database: MetricDatabase) -> None:
    """Samples within a standard metric's minute lie at its start; the end is not included."""
    for second in (0, 59, 60, 130, 180):
        put(database, Value=1, Timestamp=MINUTE + second)
    assert ask(database, "Sum", MINUTE + 31, MINUTE + 180) == {MINUTE: 2, MINUTE + 60: 1, MINUTE + 120: 1}
    assert ask(database, "Sum", MINUTE, MINUTE + 240, period=120) == {MINUTE: 3, MINUTE + 120: 2}


def test_a_high_resolution_metric_has_periods_below_a_minute(database: MetricDatabase) -> None:
    """StorageResolution 1 keeps the second."""
    for second in (1, 9, 10, 25):
        put(database, Value=1, Timestamp=MINUTE + second, StorageResolution=1)
    assert ask(database, "Sum", MINUTE, MINUTE + 60, period=10) == {MINUTE: 2, MINUTE + 10: 1, MINUTE + 20: 1}


def test_percentiles_of_known_values(database: MetricDatabase) -> None:
    """A value with a count is as many values; a statistic set hides them."""
    put(database, Values=[100.0, 1.0], Counts=[1, 99])
    assert ask(database, "p50") == {MINUTE: 1}
    assert ask(database, "p100") == {MINUTE: 100}
    assert ask(database, "p99")[MINUTE] == pytest.approx(1.99)
    put(database, StatisticValues={"SampleCount": 2, "Sum": 8, "Minimum": 1, "Maximum": 7})
    assert ask(database, "p50") == {}


def test_a_statistic_that_is_not_supported_is_named(database: MetricDatabase) -> None:
    """LocalStack's own database answers with an internal error."""
    with pytest.raises(InvalidParameterValueException, match="tm99"):
        ask(database, "tm99")


def test_units_are_found_from_the_minute_of_the_start_time_on(database: MetricDatabase) -> None:
    """GetMetricStatistics asks for them first, and looks at data of these units alone."""
    put(database, Value=1)
    between = (datetime.fromtimestamp(MINUTE + 30, UTC), datetime.fromtimestamp(MINUTE + 60, UTC))
    found = database.get_units_for_metric_data_stat("000000000000", "us-east-1", *between, "Duration", "AWS/Lambda")
    assert found == ["Milliseconds"]


def test_metrics_are_listed_by_some_of_their_dimensions(database: MetricDatabase) -> None:
    """By name, or by name and value; a value may hold an equals sign."""
    put(database, Value=1)
    put(database, Value=1, Dimensions=[*FUNCTION, {"Name": "Resource", "Value": "a=b"}])
    put(database, Value=1, MetricName="Errors", Dimensions=[])

    def listed(name: str | None, *dimensions: dict[str, str]) -> list[tuple[str, int]]:
        found = database.list_metrics("000000000000", "us-east-1", None, name, dimensions)["metrics"]
        return sorted((metric["metric_name"], len(metric["dimensions"])) for metric in found)

    assert listed(None) == [("Duration", 1), ("Duration", 2), ("Errors", 0)]
    assert listed("Duration", {"Name": "FunctionName"}) == [("Duration", 1), ("Duration", 2)]
    assert listed(None, {"Name": "Resource", "Value": "a=b"}) == [("Duration", 2)]
    assert database.list_metrics("111111111111", "us-east-1", None, None, [])["metrics"] == []


def test_a_batch_that_fails_leaves_nothing_behind(database: MetricDatabase) -> None:
    """So that it may be put again."""
    good = {"MetricName": "Duration", "Dimensions": list(FUNCTION), "Timestamp": MINUTE, "Value": 1}
    with pytest.raises(KeyError):
        database.add_metric_data("000000000000", "us-east-1", "AWS/Lambda", [good, {"Value": 1}])
    assert ask(database, "Sum") == {}


def test_the_next_database_in_the_folder_has_what_the_last_one_had(database: MetricDatabase) -> None:
    """Except what is older than 15 days; a file whose making was interrupted is no hindrance."""
    put(database, Value=1)
    put(database, Value=1, Timestamp=MINUTE - 16 * 86_400)
    Path(database.METRICS_DB).with_suffix(".new").touch()
    assert ask(MetricDatabase(), "Sum", MINUTE - 20 * 86_400, MINUTE + 60, period=60) == {MINUTE: 1}
