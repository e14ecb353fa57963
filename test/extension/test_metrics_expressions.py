"""Tests of metric math, queries, and of what alarms on them watch."""

from typing import Any

import pytest

from caudal_localstack.metrics.expressions import ExpressionError, Series, evaluate
from caudal_localstack.metrics.insights import QueryError, parse
from caudal_localstack.metrics.watched import as_metric_alarm, is_supported, series, watched_series

A: Series = {0: 1.0, 60: 2.0, 120: 3.0}
B: Series = {60: 10.0, 120: 0.0, 180: 5.0}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a + b", {60: 12, 120: 3}),
        ("100 * a / (a + b)", {60: 200 / 12, 120: 100}),
        ("a / b", {60: 0.2}),
        ("-a", {0: -1, 60: -2, 120: -3}),
        ("a ^ 2", {0: 1, 60: 4, 120: 9}),
        ("SUM([a, b])", {0: 1, 60: 12, 120: 3, 180: 5}),
        ("MAX(METRICS())", {0: 1, 60: 10, 120: 3, 180: 5}),
        ("MIN([a, b])", {0: 1, 60: 2, 120: 0, 180: 5}),
        ("AVG([a, b])", {0: 1, 60: 6, 120: 1.5, 180: 5}),
        ("a > 1", {0: 0, 60: 1, 120: 1}),
        ("IF(a + b >= 12, 100 * b, 0)", {60: 1000, 120: 0}),
        ("FILL(b, 0) + a", {0: 1, 60: 12, 120: 3}),
    ],
)
def test_an_expression_goes_period_by_period(expression: str, expected: dict[int, float]) -> None:
    """An operator wants both sides, a function of several takes what is there, and by nought nothing is divided."""
    assert evaluate(expression, {"a": A, "b": B}) == pytest.approx(expected)


@pytest.mark.parametrize(
    "expression", ["a +", "c", "ANOMALY_DETECTION_BAND(a)", "SUM(a)", "5", "[a, b]", "__import__('os')", "a.b"]
)
def test_what_is_not_known_is_refused(expression: str) -> None:
    """So such an alarm is not evaluated rather than evaluated wrongly."""
    with pytest.raises(ExpressionError):
        evaluate(expression, {"a": A, "b": B})


def test_a_query_says_which_series_it_asks_for() -> None:
    """All conditions hold; a schema wants its very dimensions."""
    both = parse("SELECT SUM(UserErrors) FROM \"AWS/Cassandra\" WHERE Keyspace = 'ops' AND X != 'y'")
    assert (both.function, both.metric, both.namespace) == ("SUM", "UserErrors", "AWS/Cassandra")
    assert both.matches({"Keyspace": "ops", "X": "z"})
    assert not both.matches({"Keyspace": "ops", "X": "y"})
    assert not both.matches({"Keyspace": "rt", "X": "z"})
    assert not both.matches({"X": "z"})
    exact = parse('SELECT MAX(Duration) FROM SCHEMA("AWS/Lambda", FunctionName)')
    assert exact.matches({"FunctionName": "f"})
    assert not exact.matches({"FunctionName": "f", "Resource": "f:1"})


@pytest.mark.parametrize(
    "query",
    [
        "SELECT x",
        'SELECT MEDIAN(x) FROM "n"',
        'SELECT SUM(x) FROM "n" GROUP BY y',
        'SELECT SUM(x) FROM "n" WHERE y',
        "SELECT SUM(x) FROM \"n\" WHERE y = 'a' OR y = 'b'",
    ],
)
def test_a_query_that_is_not_known_is_refused(query: str) -> None:
    """Likewise; CloudWatch has no OR either."""
    with pytest.raises(QueryError):
        parse(query)


def metric(name: str, stat: str = "Sum") -> dict[str, Any]:
    """A query of an alarm that only feeds its expression."""
    of = {"Namespace": "Shop", "MetricName": name, "Dimensions": [{"Name": "shop", "Value": "one"}]}
    return {"Id": name, "MetricStat": {"Metric": of, "Period": 300, "Stat": stat}, "ReturnData": False}


def expression(text: str, **more: Any) -> dict[str, Any]:
    """The query whose values the alarm looks at."""
    return {"Id": "e", "Expression": text, "ReturnData": True, **more}


@pytest.mark.parametrize(
    ("queries", "final"),
    [
        ([expression("SUM(METRICS())"), metric("a"), metric("b")], "Sum"),
        ([expression("MAX(METRICS())"), metric("a", "Maximum")], "Maximum"),
        ([expression("SUM(METRICS())"), metric("a", "Average")], None),
        ([expression("a / b"), metric("a"), metric("b")], None),
        ([expression('SELECT SUM(x) FROM "n"', Period=300)], "Sum"),
    ],
)
def test_an_alarm_on_an_expression_has_a_period_and_perhaps_breaches_for_good(
    queries: list[dict[str, Any]], final: str | None
) -> None:
    """A ratio may get better before the period is over, a sum of counts can't."""
    alarm = as_metric_alarm({"AlarmName": "one", "Metrics": queries})
    assert (alarm["Period"], alarm["Statistic"]) == (300, final)


def test_an_alarm_on_an_expression_watches_its_metrics() -> None:
    """Period by period."""
    alarm = {"Metrics": [expression("a / b"), metric("a"), metric("b")]}
    found = series(alarm, lambda stat: {300: {"a": 1.0, "b": 4.0}[stat["Metric"]["MetricName"]]}, lambda *_: [])
    assert found == {300: 0.25}
    assert watched_series(alarm, lambda *_: []) == {("Shop", "a", "shop=one\t"), ("Shop", "b", "shop=one\t")}


def test_an_alarm_on_a_query_watches_the_series_that_there_are() -> None:
    """Each that matches, summed up."""
    text = "SELECT SUM(UserErrors) FROM \"AWS/Cassandra\" WHERE Keyspace = 'rt'"
    alarm = {"Metrics": [expression(text, Period=60)]}
    there = [{"Keyspace": "rt", "TableName": table} for table in ("a", "b")] + [{"Keyspace": "other", "TableName": "c"}]
    found = series(alarm, lambda _: {0: 2.0}, lambda *_: there)
    assert found == {0: 4}
    assert watched_series(alarm, lambda *_: there) == {
        ("AWS/Cassandra", "UserErrors", "Keyspace=rt\tTableName=a\t"),
        ("AWS/Cassandra", "UserErrors", "Keyspace=rt\tTableName=b\t"),
    }


def test_an_alarm_that_cannot_be_computed_is_not_supported() -> None:
    """It stays without a state."""
    assert is_supported({"Metrics": [expression("a / b"), metric("a"), metric("b")]})
    assert not is_supported({"Metrics": [expression("ANOMALY_DETECTION_BAND(a, 2)"), metric("a")]})
