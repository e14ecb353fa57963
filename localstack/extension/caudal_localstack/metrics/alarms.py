"""When LocalStack evaluates alarms, and at which values.

By itself it looks at an alarm once in `EvaluationPeriods` times its period, at windows that end at that very moment (so
the last is never whole), counts breaches among more periods than the alarm has, and skips alarms on percentiles,
expressions and queries.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from localstack.aws.api.cloudwatch import StateValue
from localstack.services.cloudwatch import alarm_scheduler
from localstack.services.cloudwatch.alarm_scheduler import AlarmScheduler
from localstack.services.cloudwatch.models import LocalStackMetricAlarm, cloudwatch_stores
from localstack.utils.patch import patch

from caudal_localstack.metrics import watched
from caudal_localstack.metrics.database import MetricDatabase
from caudal_localstack.metrics.model import MINUTE_S
from caudal_localstack.metrics.periods import SETTLED_S, values
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
        self._fresh: set[str] = set()
        self._failed: frozenset[str] = frozenset()
        self._minute = self._settled_minute()

    def install(self) -> None:
        """Puts it in LocalStack's place."""
        MetricDatabase.on_added = self.note
        alarm_scheduler.collect_metric_data = lambda alarm, _client: self.values(alarm)

        alarm_scheduler.get_metric_alarm_details_for_alarm_arn = _details
        get_client = alarm_scheduler.get_cloudwatch_client_for_region_of_alarm
        alarm_scheduler.get_cloudwatch_client_for_region_of_alarm = lambda arn: _LazyClient(partial(get_client, arn))

        @patch(AlarmScheduler.schedule_metric_alarm)
        def schedule_metric_alarm(target: Callable[..., None], scheduler: AlarmScheduler, alarm_arn: str) -> None:
            target(scheduler, alarm_arn)
            if task := scheduler.scheduled_alarms.get(alarm_arn):
                details = alarm_scheduler.get_metric_alarm_details_for_alarm_arn(alarm_arn)
                if details["Period"] < MINUTE_S:
                    task.period = HIGH_RESOLUTION_INTERVAL_S
                else:
                    scheduler.delete_scheduler_for_alarm(alarm_arn)
                    self.watch(alarm_arn)

        @patch(AlarmScheduler._is_alarm_supported)
        def is_alarm_supported(
            target: Callable[..., bool], scheduler: AlarmScheduler, alarm: Mapping[str, Any]
        ) -> bool:
            if alarm.get("Metrics"):
                stand_in = {"Statistic": "Sum", "MetricName": "", **alarm}
                return watched.is_supported(alarm) and target(scheduler, {**stand_in, "Statistic": "Sum"})
            percentile = alarm.get("ExtendedStatistic")
            if percentile and is_percentile(percentile):
                return target(scheduler, {**alarm, "Statistic": percentile})
            return target(scheduler, alarm)

    def values(self, alarm: Mapping[str, Any]) -> list[float | None]:
        """What an alarm, as `DescribeAlarms` gives it and `as_metric_alarm` completes it, has to look at now."""
        account, region = _place(alarm["AlarmArn"])

        def read(start: int, end: int) -> Mapping[int, float]:
            between = (datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC))

            def read_stat(stat: Mapping[str, Any]) -> dict[int, float]:
                asked = {"MetricStat": stat}
                found = self._database.get_metric_data_stat(account, region, asked, *between, None)
                return dict(zip(found["timestamps"], found["values"], strict=True))

            if alarm.get("Metrics"):
                return watched.series(alarm, read_stat, self._list_series(account, region))
            metric = {name: alarm.get(name) for name in ("Namespace", "MetricName", "Dimensions")}
            stat = alarm.get("Statistic") or alarm["ExtendedStatistic"]
            return read_stat({"Metric": metric, "Period": alarm["Period"], "Stat": stat, "Unit": alarm.get("Unit")})

        return values(alarm, self._clock(), read)

    def note(self, account: str, region: str, namespace: str, data: Sequence[Mapping[str, Any]]) -> None:
        """Remembers which metrics have new data."""
        series = {
            (account, region, namespace, one["MetricName"], dimensions_text(one.get("Dimensions"))) for one in data
        }
        with self._lock:
            self._touched |= series

    def watch(self, arn: str) -> None:
        """Evaluates an alarm soon, and then each minute."""
        with self._lock:
            self._fresh.add(arn)

    def evaluate_touched(self) -> None:
        """Evaluates the alarms on metrics with new data, except those that are in ALARM, and new ones.

        When the data of a minute have come, it is the turn of all of them. An alarm whose evaluation failed is
        evaluated again the next time, for no further data need come. To be called by one thread, every few seconds.
        """
        with self._lock:
            touched, self._touched = self._touched, set()
            fresh, self._fresh = self._fresh, set()
        due = {*self._watching(touched), *filter(_waits, self._failed), *fresh}
        if (minute := self._settled_minute()) != self._minute:
            self._minute = minute
            due |= {arn for arn, alarm in _metric_alarms() if _is_by_the_minute(alarm)}
        self._failed = frozenset(arn for arn in due if not self._evaluate(arn))

    def _settled_minute(self) -> int:
        return int(self._clock() - SETTLED_S) // MINUTE_S

    def _evaluate(self, arn: str) -> bool:
        try:
            alarm_scheduler.calculate_alarm_state(arn)
        except Exception as error:
            if arn not in self._failed:
                LOG.warning("Could not evaluate %s, tried again until it works: %s", arn, error)
            return False
        return True

    def _watching(self, touched: set[_Series]) -> Iterator[str]:
        places = {series[:2] for series in touched}
        for arn, alarm in _metric_alarms():
            place = _place(arn)
            if place in places and _waits(arn) and (not alarm.get("Metrics") or watched.is_supported(alarm)):
                wanted = watched.watched_series(alarm, self._list_series(*place))
                if any((*place, *series) in touched for series in wanted):
                    yield arn

    def _list_series(self, account: str, region: str) -> watched.List:
        def dimensions(namespace: str, metric: str) -> list[dict[str, str]]:
            found = self._database.list_metrics(account, region, namespace, metric, [])["metrics"]
            return [{one["Name"]: one["Value"] for one in metric["dimensions"]} for metric in found]

        return dimensions


class _LazyClient:
    """Makes a client when an alarm changes its state: making one for each look takes most of the time of the look."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make

    def set_alarm_state(self, **state: Any) -> None:
        self._make().set_alarm_state(**state)


def _details(arn: str) -> Mapping[str, Any] | None:
    """The alarm as `DescribeAlarms` gives it, completed; from the store itself, where LocalStack calls its own API."""
    account, region = _place(arn)
    alarm = cloudwatch_stores[account][region].alarms.get(arn)
    return watched.as_metric_alarm(alarm.alarm) if isinstance(alarm, LocalStackMetricAlarm) else None


def _place(arn: str) -> tuple[str, str]:
    _, _, _, region, account, *_ = arn.split(":")
    return account, region


def _metric_alarms() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Alarms on metrics of all accounts, by ARN; composite ones are none."""
    for _, _, store in cloudwatch_stores.iter_stores():
        for arn, alarm in list(store.alarms.items()):
            if isinstance(alarm, LocalStackMetricAlarm):
                yield arn, alarm.alarm


def _is_by_the_minute(alarm: Mapping[str, Any]) -> bool:
    """Whether LocalStack's own schedule does not evaluate it, and what it watches can be computed."""
    if alarm.get("Metrics"):
        return watched.is_supported(alarm) and watched.as_metric_alarm(alarm)["Period"] >= MINUTE_S
    return alarm.get("Period", 0) >= MINUTE_S


def _waits(arn: str) -> bool:
    """Whether there is such an alarm on a metric, and it is not in ALARM."""
    account, region = _place(arn)
    alarm = cloudwatch_stores[account][region].alarms.get(arn)
    return isinstance(alarm, LocalStackMetricAlarm) and alarm.alarm["StateValue"] != StateValue.ALARM
