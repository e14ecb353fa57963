"""How the lines of an invocation get into CloudWatch Logs: all of them, and those of one log stream in order.

LocalStack's own loop drops what waits when a function is updated or deleted, and what an invocation writes that
outlives the update.
"""

import logging
import threading
import time
from collections.abc import Iterator
from itertools import batched
from typing import Any

from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation.logs import QUEUE_SHUTDOWN, LogHandler, LogItem
from localstack.utils.aws.client_types import ServicePrincipal
from localstack.utils.patch import patch

LOG = logging.getLogger(__name__)

_MAX_EVENTS = 10_000
"""Of one `PutLogEvents`. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html"""

_closing = threading.Lock()
"""Nothing is put into the queue of a loop behind the word that ends the loop."""


def install() -> None:
    """Takes the place of LocalStack's loop."""

    @patch(LogHandler.run_log_loop, pass_target=False)
    def run_log_loop(self: LogHandler, *_arguments: object, **_named: object) -> None:
        client = _client(self)
        while (item := self.log_queue.get()) is not QUEUE_SHUTDOWN:
            deliver(client, item)

    @patch(LogHandler.add_logs)
    def add_logs(target: Any, self: LogHandler, log_item: LogItem) -> None:
        with _closing:
            is_over = self._shutdown_event.is_set()
            if not is_over:
                target(self, log_item)
        if is_over:
            deliver(_client(self), log_item)

    @patch(LogHandler.stop)
    def stop(target: Any, self: LogHandler) -> None:
        with _closing:
            self._shutdown_event.set()
            self.log_queue.put(QUEUE_SHUTDOWN)
        target(self)


def deliver(client: Any, item: LogItem) -> None:
    """Writes the lines to their stream, which is made if need be. A failure is told of in LocalStack's log."""
    place = {"logGroupName": item.log_group, "logStreamName": item.log_stream}
    try:
        for lines in batched(_lines(item.logs), _MAX_EVENTS, strict=False):
            now = int(time.time() * 1000)
            events = [{"timestamp": now, "message": line} for line in lines]
            try:
                client.put_log_events(**place, logEvents=events)
            except client.exceptions.ResourceNotFoundException:
                _make(client, place)
                client.put_log_events(**place, logEvents=events)
    except Exception as error:
        LOG.warning("the log of %s could not be written to %s: %s", item.log_stream, item.log_group, error)


def _make(client: Any, place: dict[str, str]) -> None:
    for create in (
        lambda: client.create_log_group(logGroupName=place["logGroupName"]),
        lambda: client.create_log_stream(**place),
    ):
        try:
            create()
        except client.exceptions.ResourceAlreadyExistsException:
            continue


def _lines(text: str) -> Iterator[str]:
    """Empty ones are no events."""
    return (line + "\n" for line in text.split("\n") if line)


def _client(handler: LogHandler) -> Any:
    return connect_to.with_assumed_role(
        region_name=handler.region, role_arn=handler.role_arn, service_principal=ServicePrincipal.lambda_
    ).logs
