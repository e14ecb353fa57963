"""LocalStack's metrics database, read and written as AWS documents it.

What LocalStack's own does otherwise: asked for `FunctionName=a` it also finds `FunctionName=ab` and `FunctionName=a,
Resource=a:1`, so that sums double; periods begin at the very second that one asks for; a value with a count of a
thousand is a thousand rows; a percentile is an internal error; a dimension with `=` in its value breaks `ListMetrics`.
"""

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from localstack.aws.api.cloudwatch import InvalidParameterValueException, MetricDataQuery, ScanBy
from localstack.services.cloudwatch.cloudwatch_database_helper import CloudwatchDatabase

from caudal_localstack.metrics.model import MINUTE_S, Dimension
from caudal_localstack.metrics.rows import dimensions_of, dimensions_text, rows
from caudal_localstack.metrics.statistics import SampleSet, is_percentile, is_statistic, statistic

KEPT_S = 15 * 86_400
"""How long AWS keeps figures by the minute; it keeps coarser ones for longer."""

NO_UNIT = "NULL_VALUE"
"""What LocalStack's provider calls the unit of data without one."""

_SERIES = "account_id = ? AND region = ? AND namespace = ? AND metric_name = ?"
_FIELDS = "account_id, region, namespace, metric_name, dimensions, timestamp, unit"
_ALL = (
    f"(SELECT {_FIELDS}, 1 AS n, value AS total, value AS lo, value AS hi FROM SINGLE_METRICS UNION ALL"
    f" SELECT {_FIELDS}, sample_count AS n, sum AS total, min AS lo, max AS hi FROM AGGREGATED_METRICS)"
)

Added = Callable[[str, str, str, Sequence[Mapping[str, Any]]], None]


class MetricDatabase(CloudwatchDatabase):
    """Stands where `CloudwatchDatabase` would: same file, same tables, same calls."""

    _making = threading.Lock()
    on_added: Added | None = None
    """Told of all data that were stored: account, region, namespace, `MetricData`."""

    @classmethod
    def keep_in(cls, folder: Path) -> None:
        """Puts the file into that folder, where it outlives LocalStack; without it, it lies among temporary files."""
        file = folder / cls.DB_NAME
        cls.CLOUDWATCH_DATA_ROOT = str(folder)
        cls.METRICS_DB = str(file)
        cls.METRICS_DB_READ_ONLY = f"{file.as_uri()}?mode=ro"

    def __init__(self) -> None:
        """Makes the file if there is none, whole or not at all; drops data of more than 15 days."""
        file = Path(self.METRICS_DB)
        with self._making:
            if not file.exists():
                unfinished = file.with_suffix(".new")
                unfinished.unlink(missing_ok=True)
                self.METRICS_DB = str(unfinished)
                super().__init__()
                unfinished.replace(file)
                self.METRICS_DB = str(file)
            super().__init__()
        with self.DATABASE_LOCK, closing(sqlite3.connect(self.METRICS_DB)) as connection, connection:
            for table in (self.TABLE_SINGLE_METRICS, self.TABLE_AGGREGATED_METRICS):
                connection.execute(f"DELETE FROM {table} WHERE timestamp < ?", (time.time() - KEPT_S,))

    def add_metric_data(
        self, account_id: str, region: str, namespace: str, metric_data: Sequence[Mapping[str, Any]]
    ) -> None:
        """Stores data in one transaction: all of them, or none when it throws."""
        with self.DATABASE_LOCK, closing(sqlite3.connect(self.METRICS_DB)) as connection, connection:
            for insert, values in rows(account_id, region, namespace, metric_data):
                connection.execute(insert, values)
        if listener := MetricDatabase.on_added:
            listener(account_id, region, namespace, metric_data)

    def get_metric_data_stat(
        self,
        account_id: str,
        region: str,
        query: MetricDataQuery,
        start_time: datetime,
        end_time: datetime,
        scan_by: str | None,
    ) -> dict[str, list[Any]]:
        """A statistic of one metric, period by period; newest first unless `scan_by` says otherwise.

        The first period begins where AWS begins it: at the start time, rounded down to the minute, or to the period
        when that is shorter. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html

        @raises InvalidParameterValueException: a statistic that is not supported here
        """
        asked = query["MetricStat"]
        metric, period, name = asked["Metric"], asked["Period"], asked["Stat"]
        if not is_statistic(name):
            raise InvalidParameterValueException(f"The value {name} for parameter Stat is not supported.")
        start = _rounded(start_time, period)
        where = f"{_SERIES} AND dimensions IS ?"
        bound = [
            account_id,
            region,
            metric["Namespace"],
            metric["MetricName"],
            dimensions_text(metric.get("Dimensions")),
        ]
        if unit := asked.get("Unit"):
            where, bound = f"{where} AND unit IS ?", [*bound, None if unit == NO_UNIT else unit]
        apart = ", lo, hi" if is_percentile(name) else ""
        found = self._read(
            f"SELECT (timestamp - ?) / ? AS number, SUM(n), SUM(total), MIN(lo), MAX(hi) FROM {_ALL}"
            f" WHERE {where} AND timestamp >= ? AND timestamp < ? GROUP BY number{apart} ORDER BY number",
            [start, period, *bound, start, end_time.timestamp()],
        )
        periods: dict[int, list[SampleSet]] = defaultdict(list)
        for number, *known in found:
            periods[number].append(SampleSet(*known))
        points = [(start + number * period, statistic(name, sets)) for number, sets in periods.items()]
        points = [point for point in points if point[1] is not None]
        if scan_by != ScanBy.TimestampAscending:
            points.reverse()
        return {"timestamps": [at for at, _ in points], "values": [value for _, value in points]}

    def get_units_for_metric_data_stat(
        self, account_id: str, region: str, start_time: datetime, end_time: datetime, metric_name: str, namespace: str
    ) -> list[str]:
        """The units in which a metric has data from the minute of the start time on."""
        found = self._read(
            f"SELECT DISTINCT COALESCE(unit, '{NO_UNIT}') FROM {_ALL} WHERE {_SERIES}"
            " AND timestamp >= ? AND timestamp < ?",
            (account_id, region, namespace, metric_name, _rounded(start_time, MINUTE_S), end_time.timestamp()),
        )
        return [unit for (unit,) in found] or [NO_UNIT]

    def list_metrics(
        self,
        account_id: str,
        region: str,
        namespace: str | None,
        metric_name: str | None,
        dimensions: Iterable[Mapping[str, str]],
    ) -> dict[str, list[dict[str, Any]]]:
        """The metrics that have all the dimensions asked for, by name or by name and value; the newest first."""
        found = self._read(
            f"SELECT metric_name, namespace, dimensions FROM {_ALL} WHERE account_id = ? AND region = ?"
            " AND namespace = COALESCE(?, namespace) AND metric_name = COALESCE(?, metric_name)"
            " GROUP BY 1, 2, 3 ORDER BY MAX(timestamp) DESC, 2, 1, 3",
            (account_id, region, namespace, metric_name),
        )
        metrics = [{"metric_name": row[0], "namespace": row[1], "dimensions": dimensions_of(row[2])} for row in found]
        wanted = list(dimensions)
        return {"metrics": [metric for metric in metrics if _has(metric["dimensions"], wanted)]}

    def _read(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.DATABASE_LOCK, closing(sqlite3.connect(self.METRICS_DB_READ_ONLY, uri=True)) as connection:
            return connection.execute(query, values).fetchall()


def _has(dimensions: Iterable[Dimension], wanted: Iterable[Mapping[str, str]]) -> bool:
    values = {dimension["Name"]: dimension["Value"] for dimension in dimensions}
    return all(one["Name"] in values and one.get("Value") in (None, "", values[one["Name"]]) for one in wanted)


def _rounded(start: datetime, period: int) -> int:
    step = min(period, MINUTE_S)
    return int(start.timestamp()) // step * step
