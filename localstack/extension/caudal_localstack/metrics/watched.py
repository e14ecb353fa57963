"""What an alarm watches: one metric, an expression of several, or a query.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from caudal_localstack.metrics import insights
from caudal_localstack.metrics.expressions import ExpressionError, Series, evaluate
from caudal_localstack.metrics.rows import dimensions_text

Read = Callable[[Mapping[str, Any]], Series]
"""The series of a `MetricStat`."""
List = Callable[[str, str], list[dict[str, str]]]
"""The dimensions of all series of a metric, by namespace and name."""


def as_metric_alarm(alarm: Mapping[str, Any]) -> dict[str, Any]:
    """The alarm with the period that LocalStack looks for on it, and the statistic of which its breaches are final.

    One on an expression has its period in its queries, and a statistic only where the expression can but grow with the
    statistics that it is made of.
    """
    queries = alarm.get("Metrics") or []
    if not queries:
        return dict(alarm)
    stats = [query["MetricStat"] for query in queries if query.get("MetricStat")]
    periods = [stat["Period"] for stat in stats] + [query["Period"] for query in queries if query.get("Period")]
    expression = _returned(queries).get("Expression", "").replace(" ", "")
    names = {stat["Stat"] for stat in stats}
    final = None
    if (expression.startswith("SUM(METRICS())") and names == {"Sum"}) or expression.upper().startswith("SELECTSUM("):
        final = "Sum"
    elif expression.startswith("MAX(METRICS())") and names == {"Maximum"}:
        final = "Maximum"
    return {**alarm, "Period": max(periods), "Statistic": final}


def is_supported(alarm: Mapping[str, Any]) -> bool:
    """Whether what it watches can be computed here."""
    try:
        series(alarm, lambda _: {}, lambda *_: [])
    except (ExpressionError, insights.QueryError, StopIteration):
        return False
    return True


def series(alarm: Mapping[str, Any], read: Read, list_series: List) -> Series:
    """What an alarm on queries watches.

    @raises ExpressionError: an expression that is not supported here; QueryError: such a query
    """
    queries = alarm["Metrics"]
    known = {query["Id"]: read(query["MetricStat"]) for query in queries if query.get("MetricStat")}
    returned = _returned(queries)
    if returned.get("MetricStat"):
        return known[returned["Id"]]
    expression = returned["Expression"]
    if not insights.is_query(expression):
        return evaluate(expression, known)
    query = insights.parse(expression)
    found = [
        read({"Metric": metric, "Period": returned["Period"], "Stat": insights.STATISTICS[query.function]})
        for metric in _matching(query, list_series)
    ]
    return evaluate(f"{query.function}(METRICS())", {f"m{index}": one for index, one in enumerate(found)})


def watched_series(alarm: Mapping[str, Any], list_series: List) -> set[tuple[str | None, str | None, str | None]]:
    """Namespace, name and dimensions, as they are stored, of each metric that it watches."""
    queries = alarm.get("Metrics") or []
    metrics = [query["MetricStat"]["Metric"] for query in queries if query.get("MetricStat")]
    for query in queries:
        if insights.is_query(query.get("Expression") or ""):
            metrics += _matching(insights.parse(query["Expression"]), list_series)
    return {
        (metric.get("Namespace"), metric.get("MetricName"), dimensions_text(metric.get("Dimensions")))
        for metric in metrics or [alarm]
    }


def _matching(query: insights.Query, list_series: List) -> list[dict[str, Any]]:
    return [
        {
            "Namespace": query.namespace,
            "MetricName": query.metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
        }
        for dimensions in list_series(query.namespace, query.metric)
        if query.matches(dimensions)
    ]


def _returned(queries: list[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The one query whose values the alarm looks at."""
    return next(query for query in queries if query.get("ReturnData") is not False)
