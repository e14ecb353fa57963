"""When LocalStack evaluates alarms, and at which values.

By itself it looks at an alarm once in `EvaluationPeriods` times its period, at windows that end at that very moment (so
the last is never whole), counts breaches among more periods than the alarm has, and skips alarms on percentiles.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from localstack.aws.api.cloudwatch import StateValue
from localstack.services.cloudwatch import alarm_scheduler
from localstack.services.cloudwatch.alarm_scheduler import AlarmScheduler
from localstack.services.cloudwatch.models import LocalStackMetricAlarm, cloudwatch_stores
from localstack.utils.patch import patch

from caudal_localstack.metrics.database import MetricDatabase
from caudal_localstack.metrics.model import MINUTE_S
from caudal_localstack.metrics.periods import values
from caudal_localstack.metrics.rows import dimensions_text
from caudal_localstack.metrics.statistics import is_percentile

LOG = logging.getLogger(__name__)
HIGH_RESOLUTION_INTERVAL_S = 10

_Series = tuple[str, str, str, str, str | None]


class Alarms:
    """Evaluates alarms as often as AWS does, and at once when data have come for one that is not in ALARM yet."""

    def __init__(self, database: MetricDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        self._lock = threading.Lock()
        self._touched: set[_Series] = set()
        self._failed: frozenset[str] = frozenset()

    def install(self) -> None:
        """Puts it in LocalStack's place."""
        MetricDatabase.on_added = self.note
        alarm_scheduler.collect_metric_data = lambda alarm, _client: self.values(alarm)

        @patch(AlarmScheduler.schedule_metric_alarm)
        def schedule_metric_alarm(target: Callable[..., None], self: AlarmScheduler, alarm_arn: str) -> None:
            target(self, alarm_arn)
            if task := self.scheduled_alarms.get(alarm_arn):
                details = alarm_scheduler.get_metric_alarm_details_for_alarm_arn(alarm_arn)
                task.period = MINUTE_S if details["Period"] >= MINUTE_S else HIGH_RESOLUTION_INTERVAL_S

        @patch(AlarmScheduler._is_alarm_supported)
        def is_alarm_supported(target: Callable[..., bool], self: AlarmScheduler, alarm: Mapping[str, Any]) -> bool:
            percentile = alarm.get("ExtendedStatistic")
            if percentile and is_percentile(percentile):
                return target(self, {**alarm, "Statistic": percentile})
            return target(self, alarm)

    def values(self, alarm: Mapping[str, Any]) -> list[float | None]:
        """What an alarm, as `DescribeAlarms` gives it, has to look at now."""
        _, _, _, region, account, *_ = alarm["AlarmArn"].split(":")
        metric = {name: alarm.get(name) for name in ("Namespace", "MetricName", "Dimensions")}
        stat = alarm.get("Statistic") or alarm["ExtendedStatistic"]
        asked = {"Metric": metric, "Period": alarm["Period"], "Stat": stat, "Unit": alarm.get("Unit")}

        def read(start: int, end: int) -> Mapping[int, float]:
            between = (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))
            found = self._database.get_metric_data_stat(account, region, {"MetricStat": asked}, *between, None)
            return dict(zip(found["timestamps"], found["values"], strict=True))

        return values(alarm, self._clock(), read)

    def note(self, account: str, region: str, namespace: str, data: Sequence[Mapping[str, Any]]) -> None:
        """Remembers which metrics have new data."""
        series = {
            (account, region, namespace, one["MetricName"], dimensions_text(one.get("Dimensions"))) for one in data
        }
        with self._lock:
            self._touched |= series

    def evaluate_touched(self) -> None:
        """Evaluates the alarms on metrics with new data, except those that are in ALARM: the schedule ends these.

        An alarm whose evaluation failed is evaluated again the next time, for no further data need come. To be called
        by one thread only.
        """
        with self._lock:
            touched, self._touched = self._touched, set()
        due = {*self._watching(touched), *filter(_waits, self._failed)}
        self._failed = frozenset(arn for arn in due if not self._evaluate(arn))

    def _evaluate(self, arn: str) -> bool:
        try:
            alarm_scheduler.calculate_alarm_state(arn)
        except Exception as error:
            if arn not in self._failed:
                LOG.warning("Could not evaluate %s, tried again until it works: %s", arn, error)
            return False
        return True

    def _watching(self, touched: set[_Series]) -> Iterator[str]:
        for account, region in {series[:2] for series in touched}:
            for arn, alarm in list(cloudwatch_stores[account][region].alarms.items()):
                watched = alarm.alarm
                name, dimensions = watched.get("MetricName"), dimensions_text(watched.get("Dimensions"))
                if (account, region, watched.get("Namespace"), name, dimensions) in touched and _waits(arn):
                    yield arn


def _waits(arn: str) -> bool:
    """Whether there is such an alarm on a metric, and it is not in ALARM."""
    _, _, _, region, account, *_ = arn.split(":")
    alarm = cloudwatch_stores[account][region].alarms.get(arn)
    return isinstance(alarm, LocalStackMetricAlarm) and alarm.alarm["StateValue"] != StateValue.ALARM
