"""Tests of the extension's side of the event source mapping, against the real runner, whose streams do not answer."""

import datetime
import os
import socket
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmState
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.utils.sync import poll_condition

from caudal_localstack.event_source_mapping.client import RunnerClient, RunnerDown, RunnerFailed, SettingsRefused
from caudal_localstack.event_source_mapping.provider import is_stream
from caudal_localstack.event_source_mapping.registered_consumer import is_consumer
from caudal_localstack.event_source_mapping.registry import Registry, known_uuids
from caudal_localstack.event_source_mapping.worker import RunnerWorker

REPOSITORY = Path(__file__).resolve().parents[2]
ACCOUNT = "000000000000"
REGION = "us-east-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/runner"
PATIENCE_SECONDS = 30

Start = Callable[[], None]


@pytest.fixture
def port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def start_runner(port: int, tmp_path: Path) -> Iterator[Start]:
    """Starts the runner on that port; its folder stays the same."""
    started: list[subprocess.Popen] = []

    def start() -> None:
        nobody = dict.fromkeys(("CAUDAL_KINESIS_PORT", "CAUDAL_DYNAMODB_PORT", "CAUDAL_PORT"), "1")
        environment = {**nobody, "CAUDAL_MAPPING_PORT": str(port), "CAUDAL_MAPPING_FOLDER": str(tmp_path)}
        main = REPOSITORY / "localstack" / "event-source-mapping" / "runner" / "main.ts"
        started.append(subprocess.Popen([os.environ["CAUDAL_NODE"], main], env=environment, stdout=subprocess.DEVNULL))

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def configuration() -> Iterator[dict]:
    """A mapping as LocalStack keeps it, in LocalStack's store for the time of a test."""
    identity = str(uuid.uuid4())
    configuration = {
        "UUID": identity,
        "EventSourceMappingArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:{identity}",
        "EventSourceArn": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/events",
        "FunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:ingest",
        "StartingPosition": "AT_TIMESTAMP",
        "StartingPositionTimestamp": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        "LastModified": datetime.datetime.now(),
        "State": EsmState.CREATING,
    }
    mappings = lambda_stores[ACCOUNT][REGION].event_source_mappings
    mappings[identity] = configuration.copy()
    yield configuration
    mappings.pop(identity, None)


def _answers(client: RunnerClient) -> bool:
    try:
        client.statuses()
    except RunnerDown:
        return False
    return True


@pytest.fixture
def client(port: int, start_runner: Start) -> RunnerClient:
    """A client of a runner that answers."""
    client = RunnerClient(port)
    start_runner()
    assert poll_condition(lambda: _answers(client), timeout=PATIENCE_SECONDS)
    return client


def test_only_streams_are_taken_over() -> None:
    """Queues and Kafka stay with LocalStack."""
    table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/items/stream/2026-01-01T00:00:00.000"
    assert is_stream({"EventSourceArn": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/events"})
    assert is_stream({"EventSourceArn": table})
    assert not is_stream({"EventSourceArn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs"})
    assert not is_stream({"SelfManagedEventSource": {"Endpoints": {}}})


def test_registered_consumers_are_told_from_streams() -> None:
    """By their ARNs, whatever the stream is called."""
    stream = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream"
    assert is_consumer(f"{stream}/events/consumer/ingest:1795390832")
    assert not is_consumer(f"{stream}/events")
    assert not is_consumer(f"{stream}/consumer")
    assert not is_consumer(f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs")


def test_what_aws_refuses_is_refused_in_its_words(client: RunnerClient, configuration: dict) -> None:
    """With the code of the API's error."""
    client.validate(configuration)
    with pytest.raises(SettingsRefused, match="Value '11' at 'parallelizationFactor'") as refused:
        client.validate({**configuration, "ParallelizationFactor": 11})
    assert refused.value.code == "ValidationException"
    with pytest.raises(SettingsRefused) as refused:
        client.validate({**configuration, "MaximumRecordAgeInSeconds": 5})
    assert refused.value.code == "InvalidParameterValueException"


def test_a_mapping_is_made_disabled_and_dropped(client: RunnerClient, configuration: dict) -> None:
    """LocalStack's store shows what the runner says."""
    registry = Registry(client)
    stored = lambda_stores[ACCOUNT][REGION].event_source_mappings
    identity = configuration["UUID"]
    worker = RunnerWorker(registry, configuration, ROLE, enabled=True)
    worker.create()
    # The stream does not answer, so it cannot begin.
    assert worker.current_state == EsmState.CREATING
    assert stored[identity]["LastProcessingResult"] == "No records processed"
    updated = RunnerWorker(registry, configuration, ROLE, enabled=False)
    worker.stop()
    updated.create()
    assert poll_condition(lambda: registry.statuses()[identity]["state"] == "Disabled", timeout=PATIENCE_SECONDS)
    updated.delete()
    assert poll_condition(lambda: identity not in stored, timeout=PATIENCE_SECONDS)
    assert client.statuses() == {}


def test_a_disabled_mapping_is_never_kept_as_one_that_runs(client: RunnerClient, configuration: dict) -> None:
    """LocalStack enables what it loads as `Updating`; an update of a disabled mapping must not wake it."""
    registry = Registry(client)
    stored = lambda_stores[ACCOUNT][REGION].event_source_mappings[configuration["UUID"]]
    RunnerWorker(registry, configuration, ROLE, enabled=False).create()
    stored["State"] = EsmState.UPDATING
    updated = RunnerWorker(registry, {**configuration, "BatchSize": 7}, ROLE, enabled=False)
    updated.create()
    assert stored["State"] == EsmState.DISABLED
    assert stored["LastModified"] > configuration["LastModified"]


def test_the_runner_is_told_when_it_comes_up(port: int, start_runner: Start, configuration: dict) -> None:
    """LocalStack's calls answer all the same, and nothing is forgotten."""
    client = RunnerClient(port)
    registry = Registry(client)
    worker = RunnerWorker(registry, configuration, ROLE, enabled=True)
    worker.create()
    assert registry.statuses() == {}
    start_runner()
    identity = configuration["UUID"]
    assert poll_condition(lambda: identity in registry.statuses(), timeout=PATIENCE_SECONDS)


class Choosy(RunnerClient):
    """A runner that fails over one mapping for a reason of its own."""

    def __init__(self, poison: str) -> None:
        super().__init__(0)
        self._poison = poison
        self.told: list[str] = []
        self.known: list[str] = []

    def put(self, configuration: dict, role_arn: str, enabled: bool) -> dict:
        if configuration["UUID"] == self._poison:
            raise RunnerFailed("PUT answered 500")
        self.told.append(configuration["UUID"])
        return {"state": "Enabled", "stateTransitionReason": "", "lastProcessingResult": ""}

    def sync(self, uuids: list[str]) -> None:
        self.known = uuids


def test_a_mapping_over_which_the_runner_fails_holds_no_other_up(configuration: dict) -> None:
    """Neither those after it, nor the list of all."""
    client = Choosy(poison="poison")
    registry = Registry(client)
    for each in ("poison", configuration["UUID"]):
        RunnerWorker(registry, {**configuration, "UUID": each}, ROLE, enabled=True).create()
    assert client.told == [configuration["UUID"]]
    registry.sync()
    assert poll_condition(lambda: configuration["UUID"] in client.known, timeout=PATIENCE_SECONDS)


class Away(RunnerClient):
    """A runner that ends before it has dropped a mapping, and is back at once."""

    def __init__(self) -> None:
        super().__init__(0)
        self.known: list[list[str]] = []

    def delete(self, uuid: str) -> None:
        raise RunnerDown("the runner ended")

    def sync(self, uuids: list[str]) -> None:
        self.known.append(uuids)


def test_a_mapping_that_the_runner_did_not_drop_is_not_on_the_list(
    configuration: dict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is made when LocalStack no longer has the mapping."""
    client = Away()
    worker = RunnerWorker(Registry(client), configuration, ROLE, enabled=True)
    delete = worker.delete_esm_in_store

    def delete_late() -> None:
        poll_condition(lambda: client.known, timeout=0.2, interval=0.01)
        delete()

    monkeypatch.setattr(worker, "delete_esm_in_store", delete_late)
    worker.delete()
    assert poll_condition(lambda: client.known, timeout=PATIENCE_SECONDS)
    assert configuration["UUID"] not in client.known[0]


def test_mappings_that_localstack_does_not_know_are_dropped(client: RunnerClient, configuration: dict) -> None:
    """After a start without its state, say."""
    stranger = str(uuid.uuid4())
    client.put({**configuration, "UUID": stranger}, ROLE, enabled=False)
    client.put(configuration, ROLE, enabled=False)
    assert configuration["UUID"] in known_uuids()
    Registry(client).sync()
    assert poll_condition(lambda: list(client.statuses()) == [configuration["UUID"]], timeout=PATIENCE_SECONDS)


def test_nobody_there_is_an_error_that_names_the_port(port: int) -> None:
    """So that the log says what to look for."""
    with pytest.raises(RunnerDown, match=f"runner on port {port}"):
        RunnerClient(port).statuses()
