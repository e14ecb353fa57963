"""Tests of what providers that hold more than data do when their state is back."""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from localstack.aws.api.events import Target
from localstack.services.events.models import EventBus, Rule, events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.scheduler import JobScheduler
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.services.plugins import Service

from caudal_localstack.state import containers, pickling
from caudal_localstack.state.services import acm as _acm  # noqa: F401
from caudal_localstack.state.services import events, lambda_

ACCOUNT, REGION = "000000000000", "us-east-1"


@pytest.fixture
def provider() -> Iterator[EventsProvider]:
    """EventBridge with a schedule, before and after a restart."""
    events_stores.reset()
    JobScheduler._instance = None
    yield EventsProvider()
    events_stores.reset()
    JobScheduler._instance = None


def restarted(provider: EventsProvider) -> None:
    """Loads what was kept of it."""
    service = Service("events")
    service._provider = provider
    payload = pickling.dumps(containers.snapshot(service))
    events_stores.reset()
    containers.restore(service, pickling.loads(payload))
    events.revive(service)


def bus_with(rule: Rule) -> None:
    """The default bus with a rule that has a target."""
    rule.targets["queue"] = Target(Id="queue", Arn="arn:aws:sqs:us-east-1:000000000000:queue")
    bus = EventBus("default", REGION, ACCOUNT, rules={rule.name: rule})
    events_stores[ACCOUNT][REGION].event_buses["default"] = bus


def test_rules_targets_and_schedules_work_again(provider: EventsProvider) -> None:
    bus_with(Rule("daily", REGION, ACCOUNT, schedule_expression="cron(0 0 * * ? *)"))
    restarted(provider)
    rule = events_stores[ACCOUNT][REGION].event_buses["default"].rules["daily"]
    assert provider._rule_services_store[rule.arn].rule is rule
    assert list(provider._target_sender_store) == [f"{rule.arn}-queue"]
    assert list(provider._event_bus_services_store) == [events_stores[ACCOUNT][REGION].event_buses["default"].arn]
    (job,) = JobScheduler.instance().jobs
    assert (job.schedule, job.is_enabled) == ("0 0 * * ? *", True)


def test_a_schedule_that_was_disabled_stays_so(provider: EventsProvider) -> None:
    bus_with(Rule("off", REGION, ACCOUNT, schedule_expression="rate(1 minute)", state="DISABLED"))
    restarted(provider)
    (job,) = JobScheduler.instance().jobs
    assert not job.is_enabled


def test_certificates_and_their_keys_come_back() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a.example")])
    begin = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    again, again_key, again_rsa = pickling.loads(pickling.dumps((certificate, key, rsa_key)))
    assert again == certificate
    assert again_key.private_numbers() == key.private_numbers()
    assert again_rsa.private_numbers() == rsa_key.private_numbers()


def test_a_deletion_of_a_mapping_that_a_kill_has_cut_short_is_finished() -> None:
    """Before LocalStack makes workers of what it has got back."""
    mappings = lambda_stores[ACCOUNT][REGION].event_source_mappings
    mappings.update({"going": {"State": EsmState.DELETING}, "staying": {"State": EsmState.ENABLED}})
    seen: list[list[str]] = []
    hook = SimpleNamespace(on_after_state_load=lambda: seen.append(list(mappings)))
    try:
        lambda_.revive(SimpleNamespace(lifecycle_hook=hook))
    finally:
        lambda_stores.reset()
    assert seen == [["staying"]]
