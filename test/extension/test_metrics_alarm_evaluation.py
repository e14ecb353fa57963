"""Tests of which alarms are evaluated when data have come, and of what becomes of an evaluation that fails."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from localstack.aws.api.cloudwatch import StateValue
from localstack.services.cloudwatch import alarm_scheduler
from localstack.services.cloudwatch.alarm_scheduler import AlarmScheduler
from localstack.services.cloudwatch.models import LocalStackMetricAlarm, cloudwatch_stores

from caudal_localstack.metrics.alarms import Alarms
from caudal_localstack.metrics.database import MetricDatabase

ACCOUNT, REGION, NAMESPACE = "000000000042", "us-east-1", "Shop"


class Evaluations:
    """What LocalStack's evaluation was called with; it fails for the alarms named in `failing`."""

    def __init__(self) -> None:
        self.arns: list[str] = []
        self.failing: set[str] = set()

    def __call__(self, arn: str) -> None:
        self.arns.append(arn)
        if arn in self.failing:
            raise ConnectionError("the gateway does not answer yet")

    def taken(self) -> list[str]:
        """The alarms evaluated since the last look."""
        taken, self.arns = self.arns, []
        return sorted(taken)


@pytest.fixture
def evaluations(monkeypatch: pytest.MonkeyPatch) -> Evaluations:
    """Stands where LocalStack evaluates an alarm."""
    recorded = Evaluations()
    monkeypatch.setattr(alarm_scheduler, "calculate_alarm_state", recorded)
    return recorded


@pytest.fixture(autouse=True)
def alarms_of_the_account() -> Iterator[None]:
    """Two alarms that watch `Orders`, one that rings already, one on another metric."""
    store = cloudwatch_stores[ACCOUNT][REGION]
    for name, metric in (("few", "Orders"), ("many", "Orders"), ("rings", "Orders"), ("other", "Visits")):
        alarm: Any = {"AlarmName": name, "Namespace": NAMESPACE, "MetricName": metric, "Period": 60}
        kept = LocalStackMetricAlarm(ACCOUNT, REGION, alarm)
        kept.alarm["StateValue"] = StateValue.ALARM if name == "rings" else StateValue.OK
        store.alarms[arn(name)] = kept
    yield
    store.alarms.clear()


@pytest.fixture
def alarms() -> Alarms:
    """They need no database: what they would read, `calculate_alarm_state` asks for."""
    return Alarms(cast(MetricDatabase, None), clock=lambda: 600.0)


def arn(name: str) -> str:
    """The name of an alarm of the account in full."""
    return f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{name}"


def order(alarms: Alarms) -> None:
    """Says that a sample of `Orders` was stored."""
    alarms.note(ACCOUNT, REGION, NAMESPACE, [{"MetricName": "Orders", "Value": 1}])


def test_data_evaluate_the_alarms_on_their_metric_once(alarms: Alarms, evaluations: Evaluations) -> None:
    """One that is in ALARM waits for its schedule, which alone ends it."""
    order(alarms)
    order(alarms)
    alarms.evaluate_touched()
    assert evaluations.taken() == [arn("few"), arn("many")]
    alarms.evaluate_touched()
    assert evaluations.taken() == []


def test_an_evaluation_that_failed_is_made_again_until_it_succeeds(
    alarms: Alarms, evaluations: Evaluations, caplog: pytest.LogCaptureFixture
) -> None:
    """No further sample need come: that one may be all there ever is. The log names the failure once."""
    evaluations.failing = {arn("many")}
    order(alarms)
    for expected in ([arn("few"), arn("many")], [arn("many")], [arn("many")]):
        alarms.evaluate_touched()
        assert evaluations.taken() == expected
    assert [record.getMessage() for record in caplog.records if "many" in record.getMessage()] == [
        f"Could not evaluate {arn('many')}, tried again until it works: the gateway does not answer yet"
    ]
    evaluations.failing = set()
    alarms.evaluate_touched()
    assert evaluations.taken() == [arn("many")]
    alarms.evaluate_touched()
    assert evaluations.taken() == []


def test_a_failed_evaluation_of_an_alarm_that_was_deleted_is_forgotten(
    alarms: Alarms, evaluations: Evaluations
) -> None:
    """Or it would be tried for ever."""
    evaluations.failing = {arn("few"), arn("many")}
    order(alarms)
    alarms.evaluate_touched()
    evaluations.taken()
    del cloudwatch_stores[ACCOUNT][REGION].alarms[arn("many")]
    alarms.evaluate_touched()
    assert evaluations.taken() == [arn("few")]


def test_all_alarms_are_evaluated_when_the_data_of_a_minute_have_come(evaluations: Evaluations) -> None:
    """The one that rings too: that is what ends it."""
    now = 606.0
    alarms = Alarms(cast(MetricDatabase, None), clock=lambda: now)
    now = 664.9
    alarms.evaluate_touched()
    assert evaluations.taken() == []
    now = 665.0
    alarms.evaluate_touched()
    assert evaluations.taken() == [arn(name) for name in ("few", "many", "other", "rings")]
    alarms.evaluate_touched()
    assert evaluations.taken() == []


def test_an_alarm_is_looked_at_without_a_call_of_the_api(
    alarms: Alarms, monkeypatch: pytest.MonkeyPatch, alarms_of_the_account: None
) -> None:
    """LocalStack's own look makes a client and calls the gateway, half a second each on a busy machine."""
    made: list[str] = []
    names = ("get_metric_alarm_details_for_alarm_arn", "get_cloudwatch_client_for_region_of_alarm")
    for name in (*names, "collect_metric_data"):
        monkeypatch.setattr(alarm_scheduler, name, getattr(alarm_scheduler, name))
    monkeypatch.setattr(alarm_scheduler, names[1], made.append)
    for owner, name in ((MetricDatabase, "on_added"), (AlarmScheduler, "schedule_metric_alarm")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(AlarmScheduler, "_is_alarm_supported", AlarmScheduler._is_alarm_supported)
    alarms.install()
    details = alarm_scheduler.get_metric_alarm_details_for_alarm_arn(arn("few"))
    assert details is not None
    assert details["MetricName"] == "Orders"
    assert alarm_scheduler.get_metric_alarm_details_for_alarm_arn(arn("gone")) is None
    alarm_scheduler.get_cloudwatch_client_for_region_of_alarm(arn("few"))
    assert made == []
