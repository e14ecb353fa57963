"""Where LocalStack's Lambda tells of invocations. Its own metrics (two of them, without unit) are switched off."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from localstack.aws.api.lambda_ import InvocationType, TooManyRequestsException
from localstack.services.lambda_.invocation import event_manager, version_manager
from localstack.services.lambda_.invocation.counting_service import CountingService
from localstack.services.lambda_.invocation.event_manager import LambdaEventManager, Poller, SQSInvocation
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, Invocation, InvocationResult
from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager
from localstack.utils.aws import dead_letter_queue
from localstack.utils.patch import patch

from caudal_localstack.lambda_process.executor import MeasuredResult
from caudal_localstack.metrics.invocations import Invoked, LambdaMetrics
from caudal_localstack.metrics.report import duration_ms

_QUALIFIER = 7
"""Place of the qualifier in the ARN of a function."""


def measure_invocations(metrics: LambdaMetrics) -> None:
    """Measures all invocations, synchronous and asynchronous, by whomever."""
    version_manager.record_cw_metric_invocation = version_manager.record_cw_metric_error = lambda **_: None

    @patch(LambdaVersionManager.invoke)
    def invoke(target: Callable[..., InvocationResult], self: LambdaVersionManager, *, invocation: Invocation):
        invoked = _invoked(self.function_version, invocation.invoked_arn)
        at = metrics.now()
        if invocation.invocation_type == InvocationType.Event:
            metrics.taken_from_queue(invoked, invocation.invoke_time.timestamp())
        try:
            result = target(self, invocation=invocation)
        except TooManyRequestsException:
            metrics.throttled(invoked, at)
            raise
        metrics.invoked(invoked, at, failed=result.is_error, duration_ms=_duration_ms(result))
        return result

    @patch(CountingService.get_invocation_lease)
    @contextmanager
    def get_invocation_lease(
        target: Callable[..., AbstractContextManager[Any]],
        self: CountingService,
        function: object,
        function_version: FunctionVersion,
        *others: object,
    ) -> Iterator[object]:
        version = function_version.id
        with (
            target(self, function, function_version, *others) as lease,
            metrics.running(version.account, version.region, version.function_name),
        ):
            yield lease


def measure_queue(metrics: LambdaMetrics) -> None:
    """Measures what becomes of the events of asynchronous invocations."""

    @patch(LambdaEventManager.enqueue_event)
    def enqueue_event(target: Callable[..., None], self: LambdaEventManager, invocation: Invocation) -> None:
        target(self, invocation)
        metrics.queued(_invoked(self.version_manager.function_version, invocation.invoked_arn), metrics.now())

    @patch(Poller.process_dead_letter_queue)
    def process_dead_letter_queue(
        target: Callable[..., None], self: Poller, sqs_invocation: SQSInvocation, *others: object
    ) -> None:
        target(self, sqs_invocation, *others)
        version = self.version_manager.function_version
        metrics.dropped(_invoked(version, sqs_invocation.invocation.invoked_arn))

    event_manager.send_event_to_target = _counting_failures(
        event_manager.send_event_to_target, metrics, "DestinationDeliveryFailures"
    )
    dead_letter_queue._send_to_dead_letter_queue = _counting_failures(
        dead_letter_queue._send_to_dead_letter_queue, metrics, "DeadLetterErrors"
    )


def _counting_failures(target: Callable[..., Any], metrics: LambdaMetrics, metric: str) -> Callable[..., Any]:
    """The function, which counts when it fails for a function of Lambda; SNS sends to dead-letter queues as well."""

    def counted(*args: object, **named: Any) -> Any:
        try:
            return target(*args, **named)
        except Exception:
            source = str(named.get("source_arn", ""))
            if ":lambda:" in source:
                metrics.undelivered(_function(source), metric)
            raise

    return counted


def _duration_ms(result: InvocationResult) -> float | None:
    """As measured; of another executor's environments as its log says, which is silent at some log levels."""
    return result.duration_ms if isinstance(result, MeasuredResult) else duration_ms(result.logs)


def _invoked(version: FunctionVersion, invoked_arn: str) -> Invoked:
    identity = version.id
    return Invoked(
        identity.account, identity.region, identity.function_name, _qualifier(invoked_arn), identity.qualifier
    )


def _function(arn: str) -> Invoked:
    _, _, _, region, account, _, name, *_ = arn.split(":")
    return Invoked(account, region, name, None, "$LATEST")


def _qualifier(arn: str) -> str | None:
    parts = arn.split(":")
    return parts[_QUALIFIER] if len(parts) > _QUALIFIER else None
