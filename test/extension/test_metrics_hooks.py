"""Tests of what LocalStack's own code is given in place of its parts."""

from types import SimpleNamespace
from typing import Any

import pytest
from localstack.services.cloudwatch import alarm_scheduler
from localstack.services.cloudwatch.alarm_scheduler import AlarmScheduler
from localstack.services.lambda_.invocation.lambda_models import InvocationResult

from caudal_localstack.lambda_process.executor import MeasuredResult
from caudal_localstack.metrics.alarms import Alarms
from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.database import MetricDatabase
from caudal_localstack.metrics.invocations import LambdaMetrics
from caudal_localstack.metrics.lambda_hooks import _counting_failures, _duration_ms

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:orders"


def refuse(**_named: object) -> None:
    """A queue, bus or topic that is not there."""
    raise LookupError("no such queue")


def test_a_destination_that_refuses_is_counted_for_the_function_alone() -> None:
    """SNS sends to dead-letter queues by the same function of LocalStack."""
    buffer = SampleBuffer()
    send = _counting_failures(refuse, LambdaMetrics(buffer), "DeadLetterErrors")
    with pytest.raises(LookupError):
        send(source_arn="arn:aws:sns:us-east-1:000000000000:topic:subscription", dlq_arn="x")
    assert buffer.drain() == []
    with pytest.raises(LookupError):
        send(source_arn=f"{FUNCTION}:$LATEST", dlq_arn="x")
    (batch,) = buffer.drain()
    assert {(one["MetricName"], *one["Values"]) for one in batch["data"]} == {("DeadLetterErrors", 1)}
    assert {"Name": "FunctionName", "Value": "orders"} in batch["data"][0]["Dimensions"]


def test_a_duration_is_known_when_the_log_level_leaves_the_report_out() -> None:
    """The log tells of it where nobody has measured it."""
    assert _duration_ms(MeasuredResult("id", b"", is_error=False, logs="", duration_ms=12.5)) == 12.5
    report = "REPORT RequestId: id\tDuration: 7.25 ms\tBilled Duration: 8 ms\n"
    assert _duration_ms(InvocationResult("id", b"", is_error=False, logs=report)) == 7.25


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, Any], Alarms]:
    """An alarm as `DescribeAlarms` gives it, in a LocalStack whose alarms are ours."""
    alarm = {
        "AlarmArn": "arn:aws:cloudwatch:us-east-1:000000000000:alarm:late",
        "MetricName": "Duration",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 5,
        "Period": 300,
        "Threshold": 1.0,
        "Statistic": "Sum",
    }
    for owner, name in (
        (MetricDatabase, "on_added"),
        (AlarmScheduler, "schedule_metric_alarm"),
        (AlarmScheduler, "_is_alarm_supported"),
        (alarm_scheduler, "collect_metric_data"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    for name in ("get_metric_alarm_details_for_alarm_arn", "get_cloudwatch_client_for_region_of_alarm"):
        monkeypatch.setattr(alarm_scheduler, name, getattr(alarm_scheduler, name))
    alarms = Alarms(SimpleNamespace())
    alarms.install()
    monkeypatch.setattr(alarm_scheduler, "get_metric_alarm_details_for_alarm_arn", lambda _arn: alarm)
    return alarm, alarms


@pytest.mark.parametrize("period", [30, 10])
def test_an_alarm_on_less_than_a_minute_is_evaluated_every_ten_seconds(
    installed: tuple[dict[str, Any], Alarms], period: int
) -> None:
    """However long it looks back."""
    alarm, _ = installed
    alarm["Period"] = period
    scheduler = AlarmScheduler()
    scheduler.schedule_metric_alarm(alarm["AlarmArn"])
    assert scheduler.scheduled_alarms[alarm["AlarmArn"]].period == 10


@pytest.mark.parametrize("queries", [[], [{"Id": "e", "Expression": 'SELECT SUM(x) FROM "n"', "Period": 60}]])
def test_an_alarm_on_a_minute_or_more_is_evaluated_soon_and_then_by_the_minute(
    installed: tuple[dict[str, Any], Alarms], queries: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by a schedule of its own, which would begin somewhere within the minute."""
    alarm, alarms = installed
    if queries:
        alarm |= {"Metrics": queries}
    evaluated: list[str] = []
    monkeypatch.setattr(alarm_scheduler, "calculate_alarm_state", evaluated.append)
    scheduler = AlarmScheduler()
    scheduler.schedule_metric_alarm(alarm["AlarmArn"])
    assert scheduler.scheduled_alarms == {}
    alarms.evaluate_touched()
    assert evaluated == [alarm["AlarmArn"]]


def test_an_alarm_on_a_percentile_is_evaluated(installed: tuple[dict[str, Any], Alarms]) -> None:
    """LocalStack leaves it alone."""
    alarm, _ = installed
    alarm["Period"] = 10
    del alarm["Statistic"]
    scheduler = AlarmScheduler()
    scheduler.schedule_metric_alarm(alarm["AlarmArn"])
    assert scheduler.scheduled_alarms == {}
    alarm["ExtendedStatistic"] = "p99"
    scheduler.schedule_metric_alarm(alarm["AlarmArn"])
    assert list(scheduler.scheduled_alarms) == [alarm["AlarmArn"]]
