"""Metrics of AWS/Lambda.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.model import Place, Sample

NAMESPACE = "AWS/Lambda"


@dataclass(frozen=True, slots=True)
class Invoked:
    """What was invoked: a function, by which qualifier if any, and the version that it led to."""

    account: str
    region: str
    function: str
    qualifier: str | None
    version: str

    @property
    def dimensions(self) -> list[dict[str, str]]:
        """The sets under which Lambda publishes: the function, the resource as it was named, an alias with the version
        that it led to, and all functions of the account and region."""
        function = {"FunctionName": self.function}
        resource = {**function, "Resource": f"{self.function}:{self.qualifier}" if self.qualifier else self.function}
        sets = [function, resource, {}]
        if self.qualifier and self.qualifier != self.version:
            sets.append({**resource, "ExecutedVersion": self.version})
        return sets


class LambdaMetrics:
    """Measures invocations. Their metrics lie at the time of the invocation, not of its end."""

    def __init__(self, buffer: SampleBuffer, clock: Callable[[], float] = time.time) -> None:
        self._buffer = buffer
        self._clock = clock
        self._lock = threading.Lock()
        self._running: Counter[tuple[str, ...]] = Counter()

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    @contextmanager
    def running(self, account: str, region: str, function: str) -> Iterator[None]:
        """Counts an invocation as concurrent with the others of its function, and of its account and region."""
        everything, own = (account, region), (account, region, function)
        with self._lock:
            self._running.update((everything, own))
            of_all, of_function = self._running[everything], self._running[own]
        at = self._clock()
        self._buffer.add(
            Place(account, region, NAMESPACE),
            (
                Sample("ConcurrentExecutions", "Count", of_function, {"FunctionName": function}, at),
                Sample("ConcurrentExecutions", "Count", of_all, {}, at),
            ),
        )
        try:
            yield
        finally:
            with self._lock:
                self._running.subtract((everything, own))

    def invoked(self, invoked: Invoked, at: float, *, failed: bool, duration_ms: float | None) -> None:
        """An invocation that reached the function. `Errors` is 0 for a success: its average is the error rate."""
        self._count(invoked, at, Invocations=1, Errors=int(failed), Throttles=0)
        if duration_ms is not None:
            self._add(invoked, at, "Duration", "Milliseconds", duration_ms)

    def throttled(self, invoked: Invoked, at: float) -> None:
        """An attempt for which there was no concurrency: neither an invocation nor an error."""
        self._count(invoked, at, Throttles=1)

    def queued(self, invoked: Invoked, at: float) -> None:
        """An event that was queued for asynchronous invocation."""
        self._count(invoked, at, AsyncEventsReceived=1)

    def taken_from_queue(self, invoked: Invoked, queued_at: float) -> None:
        """An attempt of an asynchronous invocation, and how old its event was."""
        at = self._clock()
        self._add(invoked, at, "AsyncEventAge", "Milliseconds", max(0.0, (at - queued_at) * 1000))

    def dropped(self, invoked: Invoked) -> None:
        """An event that was given up: too many attempts, too old, or no concurrency reserved."""
        self._count(invoked, self._clock(), AsyncEventsDropped=1)

    def undelivered(self, invoked: Invoked, metric: str) -> None:
        """A dead-letter queue (`DeadLetterErrors`) or destination (`DestinationDeliveryFailures`) refused it."""
        self._count(invoked, self._clock(), **{metric: 1})

    def _count(self, invoked: Invoked, at: float, **counts: int) -> None:
        for name, value in counts.items():
            self._add(invoked, at, name, "Count", value)

    def _add(self, invoked: Invoked, at: float, name: str, unit: str, value: float) -> None:
        samples = [Sample(name, unit, value, dimensions, at) for dimensions in invoked.dimensions]
        self._buffer.add(Place(invoked.account, invoked.region, NAMESPACE), samples)
