"""Asynchronous invocation: LocalStack retries, and sends what failed to destinations and dead-letter queues.

What is mended here: an event that was never run, since the function was throttled until the event was too old, was lost
to both; and a dead letter did not say whose it was.
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

import dataclasses
import threading
from collections.abc import Callable

from localstack.services.lambda_.invocation.event_manager import Poller, SQSInvocation
from localstack.services.lambda_.invocation.lambda_models import EventInvokeConfig, InvocationResult
from localstack.utils.aws import dead_letter_queue
from localstack.utils.patch import patch

_NEVER_RUN = b'{"errorMessage":"Rate Exceeded."}'

_in_hand = threading.local()
"""`request_id`: that of the event whose dead letter is being written."""


def install() -> None:
    """Wraps what LocalStack does with an event that failed for good."""

    @patch(Poller.process_failure_destination)
    def process_failure_destination(
        target: Callable[..., None],
        self: Poller,
        sqs_invocation: SQSInvocation,
        invocation_result: InvocationResult,
        event_invoke_config: EventInvokeConfig | None,
        failure_cause: str,
    ) -> None:
        result = dataclasses.replace(invocation_result, payload=invocation_result.payload or b"null")
        target(self, sqs_invocation, result, event_invoke_config, failure_cause)

    @patch(Poller.process_dead_letter_queue)
    def process_dead_letter_queue(
        target: Callable[..., None], self: Poller, sqs_invocation: SQSInvocation, invocation_result: InvocationResult
    ) -> None:
        _in_hand.request_id = sqs_invocation.invocation.request_id
        try:
            result = dataclasses.replace(invocation_result, payload=invocation_result.payload or _NEVER_RUN)
            target(self, sqs_invocation, result)
        finally:
            _in_hand.request_id = None

    @patch(dead_letter_queue._prepare_messages_to_dlq)
    def _prepare_messages_to_dlq(target: Callable[..., list[dict]], *arguments: object) -> list[dict]:
        messages = target(*arguments)
        if request_id := getattr(_in_hand, "request_id", None):
            for message in messages:
                message["MessageAttributes"]["RequestID"]["StringValue"] = request_id
        return messages
