"""Where LocalStack's Lambda service is mended: environments, log delivery, asynchronous invocation."""

import dataclasses
import queue
import threading
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from localstack import config
from localstack.aws.api.lambda_ import TooManyRequestsException
from localstack.services.lambda_.invocation import event_manager, execution_environment
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import ExecutionEnvironment, RuntimeStatus
from localstack.services.lambda_.invocation.lambda_models import EventInvokeConfig, InitializationType, Invocation
from localstack.services.lambda_.invocation.logs import LogHandler, LogItem
from localstack.utils.aws import dead_letter_queue
from localstack.utils.xray.trace_header import TraceHeader

from caudal_localstack.lambda_process.executor import MeasuredResult
from caudal_localstack.lambda_service import asynchronous, environments, log_delivery

ARN = "arn:aws:lambda:us-east-1:000000000000:function:tested:$LATEST"


@pytest.fixture(autouse=True, scope="module")
def mended() -> None:
    for part in (environments, log_delivery, asynchronous):
        part.install()


class FakeExecutor:
    """Stands where a process would be, and remembers how it was treated."""

    def __init__(self, *_arguments: object) -> None:
        self.client_context: str | None = None
        self.stopped = threading.Event()

    def start(self, _variables: object) -> None: ...
    def stop(self) -> None:
        self.stopped.set()

    def invoke(self, payload: dict[str, str]) -> tuple[str | None, str]:
        return self.client_context, payload["trace-id"]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ExecutionEnvironment:
    monkeypatch.setattr(execution_environment, "get_runtime_executor", lambda: FakeExecutor)
    monkeypatch.setattr(ExecutionEnvironment, "get_environment_variables", lambda _: {})
    version = SimpleNamespace(qualified_arn=ARN, config=SimpleNamespace(logging_config={"LogGroup": "/chosen"}))
    made = ExecutionEnvironment(version, InitializationType.on_demand, lambda *_: None, "manager")
    made.start()
    return made


def _invocation(request_id: str = "id", **fields: Any) -> Invocation:
    given = {
        "payload": b"{}",
        "invoked_arn": ARN,
        "client_context": None,
        "invocation_type": "Event",
        "invoke_time": datetime.now(),
        "request_id": request_id,
        "trace_context": {"aws_trace_header": TraceHeader().ensure_root_exists()},
    }
    return Invocation(**{**given, **fields})


def test_the_client_context_reaches_the_executor_and_is_not_kept(environment: ExecutionEnvironment) -> None:
    environment.reserve()

    with_context = environment.invoke(_invocation(client_context="e30="))
    without = environment.invoke(_invocation())

    assert (with_context[0], without[0]) == ("e30=", None)
    assert with_context[1].startswith("Root=1-")


def test_the_chosen_log_group(environment: ExecutionEnvironment) -> None:
    assert environment.get_log_group_name() == "/chosen"


def test_an_idle_environment_is_reclaimed(environment: ExecutionEnvironment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "LAMBDA_KEEPALIVE_MS", 20)
    environment.reserve()
    environment.release()

    assert environment.runtime_executor.stopped.wait(timeout=10)
    assert environment.status is RuntimeStatus.STOPPED


def test_environments_can_be_walked_while_more_are_made() -> None:
    of_one_function = AssignmentService().environments["manager"]
    of_one_function.update({str(number): number for number in range(100)})

    for number in of_one_function.values():
        of_one_function[f"new {number}"] = number

    assert len(of_one_function) == 200


class FakeLogs:
    """The two calls of CloudWatch Logs that matter, in memory."""

    exceptions = SimpleNamespace(ResourceNotFoundException=LookupError, ResourceAlreadyExistsException=FileExistsError)

    def __init__(self) -> None:
        self.streams: dict[str, list[str]] = {}

    def create_log_group(self, **_named: object) -> None:
        raise self.exceptions.ResourceAlreadyExistsException

    def create_log_stream(self, logStreamName: str, **_named: object) -> None:
        self.streams[logStreamName] = []

    def put_log_events(self, logStreamName: str, logEvents: list[dict], **_named: object) -> None:
        assert len(logEvents) <= 10_000
        if logStreamName not in self.streams:
            raise self.exceptions.ResourceNotFoundException
        self.streams[logStreamName] += [event["message"] for event in logEvents]


def test_no_line_is_lost_when_a_function_is_updated(monkeypatch: pytest.MonkeyPatch) -> None:
    logs = FakeLogs()
    monkeypatch.setattr(log_delivery, "_client", lambda _: logs)
    handler = LogHandler("role", "us-east-1")
    lines = [f"line {number}\n" for number in range(25_000)]

    handler.add_logs(LogItem("group", "stream", "".join(lines)))
    handler.start_subscriber()
    handler.stop()
    handler.add_logs(LogItem("group", "stream", "after the update\n\n"))

    assert logs.streams == {"stream": [*lines, "after the update\n"]}


class SlowQueue(queue.Queue):
    """Lets the function be updated in the moment in which lines are put into it."""

    def __init__(self, handler: LogHandler) -> None:
        super().__init__()
        self._update = threading.Thread(target=handler.stop)

    def put(self, item: object, *arguments: object) -> None:
        if isinstance(item, LogItem):
            self._update.start()
            self._update.join(timeout=0.2)
        super().put(item, *arguments)

    def join_update(self) -> None:
        self._update.join()


def test_no_line_is_lost_that_comes_in_the_moment_of_an_update(monkeypatch: pytest.MonkeyPatch) -> None:
    logs = FakeLogs()
    monkeypatch.setattr(log_delivery, "_client", lambda _: logs)
    handler = LogHandler("role", "us-east-1")
    handler.log_queue = SlowQueue(handler)
    handler.start_subscriber()

    handler.add_logs(LogItem("group", "stream", "in the moment\n"))
    handler.log_queue.join_update()

    assert logs.streams == {"stream": ["in the moment\n"]}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """What goes to destinations and, as `dlq`, to dead-letter queues."""
    found: list[dict] = []
    queue = SimpleNamespace(send_message=lambda **_: None, delete_message=lambda **_: None)
    clients = SimpleNamespace(
        sqs=SimpleNamespace(
            request_metadata=lambda **_: SimpleNamespace(
                send_message_batch=lambda Entries, **_: (
                    found.append({"dlq": Entries[0]}) or {"ResponseMetadata": {"HTTPStatusCode": 200}}
                )
            )
        )
    )
    monkeypatch.setattr(event_manager, "get_sqs_client", lambda *_, **__: queue)
    monkeypatch.setattr(event_manager, "send_event_to_target", lambda event, **_: found.append(event))
    monkeypatch.setattr(dead_letter_queue, "connect_to", lambda **_: clients)
    monkeypatch.setattr(dead_letter_queue.arns, "sqs_queue_url_for_arn", lambda arn: arn)
    return found


def test_an_event_that_was_throttled_until_it_was_too_old_is_not_lost(sent: list[dict]) -> None:
    def throttled(**_named: object) -> None:
        raise TooManyRequestsException("Rate Exceeded.")

    destination = {"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:000000000000:failed"}}
    function = SimpleNamespace(
        reserved_concurrent_executions=1,
        event_invoke_configs={"$LATEST": EventInvokeConfig("", "$LATEST", "", destination, None, 60)},
    )
    version = SimpleNamespace(
        id=SimpleNamespace(qualifier="$LATEST", function_name="tested", unqualified_arn=lambda: ARN[:-8]),
        qualified_arn=ARN,
        config=SimpleNamespace(
            timeout=3, role=None, dead_letter_arn="arn:aws:sqs:us-east-1:000000000000:dead",
            capacity_provider_config=None, package_type="Zip",
        ),
    )  # fmt: skip
    manager = SimpleNamespace(function=function, function_version=version, function_arn=ARN, invoke=throttled)
    asked = event_manager.SQSInvocation(_invocation("the-id", payload=b'{"a":1}'))

    event_manager.Poller(manager, "queue").handle_message({"Body": asked.encode(), "ReceiptHandle": "r"})

    record, letter = sent
    assert record["requestContext"] == {
        "requestId": "the-id",
        "functionArn": ARN,
        "condition": "EventAgeExceeded",
        "approximateInvokeCount": 1,
    }
    assert (record["requestPayload"], record["responsePayload"]) == ({"a": 1}, None)
    assert letter["dlq"]["MessageBody"] == '{"a": 1}'
    attributes = {name: given["StringValue"] for name, given in letter["dlq"]["MessageAttributes"].items()}
    assert attributes == {"RequestID": "the-id", "ErrorCode": "200", "ErrorMessage": "Rate Exceeded."}


def test_invocation_results_keep_their_figures() -> None:
    result = dataclasses.replace(MeasuredResult("id", b"1", False, "", duration_ms=5), payload=b"2")

    assert (result.payload, result.duration_ms) == (b"2", 5)
