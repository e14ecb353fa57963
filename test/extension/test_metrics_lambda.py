"""Tests of what is measured of invocations."""

import json

import pytest

from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.invocations import Invoked, LambdaMetrics
from caudal_localstack.metrics.report import duration_ms

AT = 1_763_800_025.0
Found = dict[tuple[str, str], list[tuple[float, float]]]


def invoked(qualifier: str | None = None, version: str = "$LATEST") -> Invoked:
    """The function `orders`."""
    return Invoked("000000000000", "us-east-1", "orders", qualifier, version)


def measured(buffer: SampleBuffer) -> Found:
    """Values and counts by name and dimensions."""
    (batch,) = buffer.drain()
    assert batch["namespace"] == "AWS/Lambda"
    return {
        (one["MetricName"], " ".join(f"{d['Name']}={d['Value']}" for d in one["Dimensions"])): list(
            zip(one["Values"], one["Counts"], strict=True)
        )
        for one in batch["data"]
    }


@pytest.mark.parametrize(
    ("of", "sets"),
    [
        (invoked(), ["FunctionName=orders", "FunctionName=orders Resource=orders", ""]),
        (invoked("3", "3"), ["FunctionName=orders", "FunctionName=orders Resource=orders:3", ""]),
        (
            invoked("live", "3"),
            [
                "FunctionName=orders",
                "FunctionName=orders Resource=orders:live",
                "",
                "ExecutedVersion=3 FunctionName=orders Resource=orders:live",
            ],
        ),
    ],
)
def test_dimensions(of: Invoked, sets: list[str]) -> None:
    """By function, by resource as it was named, across all, and by executed version for an alias."""
    buffer = SampleBuffer()
    LambdaMetrics(buffer).invoked(of, AT, failed=False, duration_ms=1.0)
    found = measured(buffer)
    assert [key[1] for key in found if key[0] == "Invocations"] == sets
    assert [key[1] for key in found if key[0] == "Duration"] == sets


def test_the_average_of_errors_is_the_error_rate() -> None:
    """And `Invocations` counts failures too, but no throttled attempt."""
    buffer = SampleBuffer()
    metrics = LambdaMetrics(buffer)
    for failed in (False, False, False, True):
        metrics.invoked(invoked(), AT, failed=failed, duration_ms=7.5)
    metrics.throttled(invoked(), AT)
    found = measured(buffer)
    of = "FunctionName=orders"
    assert found[("Invocations", of)] == [(1, 4)]
    assert found[("Errors", of)] == [(0, 3), (1, 1)]
    assert found[("Throttles", of)] == [(0, 4), (1, 1)]
    assert found[("Duration", of)] == [(7.5, 4)]


def test_concurrency_is_counted_by_function_and_account() -> None:
    """Each invocation tells how many run when it begins."""
    buffer = SampleBuffer()
    metrics = LambdaMetrics(buffer, clock=lambda: AT)
    place = ("000000000000", "us-east-1")
    with metrics.running(*place, "orders"), metrics.running(*place, "orders"), metrics.running(*place, "other"):
        pass
    with metrics.running(*place, "orders"):
        pass
    found = measured(buffer)
    assert found[("ConcurrentExecutions", "FunctionName=orders")] == [(1, 2), (2, 1)]
    assert found[("ConcurrentExecutions", "FunctionName=other")] == [(1, 1)]
    assert found[("ConcurrentExecutions", "")] == [(1, 2), (2, 1), (3, 1)]


def test_the_life_of_an_asynchronous_event() -> None:
    """Received, taken with its age in ms, dropped; a destination or queue that refused it."""
    buffer = SampleBuffer()
    metrics = LambdaMetrics(buffer, clock=lambda: AT + 2.5)
    metrics.queued(invoked(), AT)
    metrics.taken_from_queue(invoked(), AT)
    metrics.dropped(invoked())
    metrics.undelivered(invoked(), "DeadLetterErrors")
    found = measured(buffer)
    of = "FunctionName=orders"
    assert found[("AsyncEventAge", of)] == [(2500, 1)]
    assert all(
        found[(name, of)] == [(1, 1)] for name in ("AsyncEventsReceived", "AsyncEventsDropped", "DeadLetterErrors")
    )


@pytest.mark.parametrize(
    ("logs", "duration"),
    [
        ("START RequestId: 1\nREPORT RequestId: 1\tDuration: 12.34 ms\tBilled Duration: 13 ms\t\n", 12.34),
        (
            "REPORT RequestId: 0 Duration: 9 ms in a line of the function\nREPORT RequestId: 1\tDuration: 2.00 ms\t\n",
            2.0,
        ),
        (json.dumps({"type": "platform.report", "record": {"metrics": {"durationMs": 3.25}}}) + "\n", 3.25),
        ('{"type": "platform.report"}\n', None),
        ("a function that logged\n", None),
        ("", None),
        (None, None),
    ],
)
def test_duration_is_that_of_the_report(logs: str | None, duration: float | None) -> None:
    """In either log format."""
    assert duration_ms(logs) == duration
