"""Percentiles in `GetMetricStatistics`, which in LocalStack are an internal error.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.services.cloudwatch.provider_v2 import CloudwatchProvider
from localstack.utils.patch import patch

from caudal_localstack.metrics.database import MetricDatabase

_FOR_THE_PERIODS = "SampleCount"


def answer_extended_statistics(database: MetricDatabase) -> None:
    """Adds `ExtendedStatistics` to the data points of LocalStack's answer."""

    @patch(CloudwatchProvider.get_metric_statistics)
    def get_metric_statistics(
        target: Callable[..., dict[str, Any]],
        self: CloudwatchProvider,
        context: RequestContext,
        statistics: list[str] | None = None,
        extended_statistics: list[str] | None = None,
        **asked: Any,
    ) -> dict[str, Any]:
        if not extended_statistics and not statistics:
            raise CommonServiceException(
                "InvalidParameterCombination", "Must specify either Statistics or ExtendedStatistics", 400, True
            )
        if not extended_statistics:
            return target(self, context, statistics=statistics, **asked)
        answer = target(self, context, statistics=statistics or [_FOR_THE_PERIODS], **asked)
        for point in answer["Datapoints"]:
            if not statistics:
                del point[_FOR_THE_PERIODS]
            point["ExtendedStatistics"] = dict(_values(database, context, point, extended_statistics, asked))
        return answer


def _values(
    database: MetricDatabase, context: RequestContext, point: dict[str, Any], names: list[str], asked: dict[str, Any]
) -> Iterator[tuple[str, float]]:
    """The percentiles of one period."""
    start, zone = point["Timestamp"], asked["start_time"].tzinfo
    metric = {
        "Namespace": asked["namespace"],
        "MetricName": asked["metric_name"],
        "Dimensions": asked.get("dimensions"),
    }
    end = min(start + asked["period"], asked["end_time"].timestamp())
    between = (datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone))
    for name in names:
        query = {"Metric": metric, "Period": asked["period"], "Stat": name}
        if point["Unit"] != "None":
            query["Unit"] = point["Unit"]
        found = database.get_metric_data_stat(context.account_id, context.region, {"MetricStat": query}, *between, None)
        if found["values"]:
            yield name, found["values"][0]
