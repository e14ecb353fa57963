"""Tests of metrics in log lines: which lines are in the embedded metric format, and what is in them."""

import json
import subprocess
import time
from types import SimpleNamespace
from typing import Any

import pytest

from caudal_localstack.metrics import emf
from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.log_events import EmbeddedMetrics
from conftest import REPOSITORY, MakeSandbox, invocation

REQUEST = "0f5b2c9e-1111-4222-8333-444455556666"


def document(**changes: Any) -> dict[str, Any]:
    """A document with one directive, whose members can be changed; a member that becomes None is left out."""
    directive = {
        "Namespace": "Shop",
        "Dimensions": [["service"], ["service", "city"]],
        "Metrics": [{"Name": "latency", "Unit": "Milliseconds"}],
    }
    root = {"service": "pay", "city": "Lima", "latency": 12.5, "text": "as it was"}
    timestamp = changes.pop("Timestamp", 1_763_800_020_500)
    for name, value in changes.items():
        (directive if name in directive else root)[name] = value
    members = {"_aws": {"Timestamp": timestamp, "CloudWatchMetrics": [directive]}, **root}
    return {name: value for name, value in members.items() if value is not None}


def extracted(line: str | dict[str, Any]) -> list[tuple[Any, ...]]:
    """Namespace, name, unit, value, dimensions, time and resolution of what is found."""
    text = line if isinstance(line, str) else json.dumps(line)
    return [
        (namespace, one.name, one.unit, one.value, dict(one.dimensions), one.at, one.resolution)
        for namespace, one in emf.samples(text)
    ]


def test_each_set_of_dimensions_is_a_metric() -> None:
    """At the time of the document, to the millisecond."""
    at = 1_763_800_020.5
    assert extracted(document()) == [
        ("Shop", "latency", "Milliseconds", 12.5, {"service": "pay"}, at, 60),
        ("Shop", "latency", "Milliseconds", 12.5, {"service": "pay", "city": "Lima"}, at, 60),
    ]


def test_an_array_is_as_many_samples_and_resolution_and_unit_have_defaults() -> None:
    """Units default to None, resolution to a minute."""
    metrics = [{"Name": "latency", "StorageResolution": 1}, {"Name": "orders"}]
    found = extracted(document(Dimensions=[[]], Metrics=metrics, latency=[1, 2.5], orders=0))
    assert [(name, unit, value, resolution) for _, name, unit, value, _, _, resolution in found] == [
        ("latency", "None", 1, 1),
        ("latency", "None", 2.5, 1),
        ("orders", "None", 0, 60),
    ]
    assert all(dimensions == {} for *_, dimensions, _, _ in found)


@pytest.mark.parametrize(
    "prefix",
    [
        f"2026-11-22T13:00:00.000Z\t{REQUEST}\tINFO\t",
        f"2026-11-22T13:00:00.000Z\t{REQUEST}\t",
        f"[INFO]\t2026-11-22T13:00:00.000Z\t{REQUEST}\t",
        "2026-11-22T13:00:00.000Z\tundefined\tINFO\t",
        "",
    ],
)
def test_what_lambda_puts_before_a_line_does_not_matter(prefix: str) -> None:
    """Nor does the newline at its end."""
    assert len(extracted(f"{prefix}{json.dumps(document())}\n")) == 2


@pytest.mark.parametrize(
    "line",
    [
        'plain text with "CloudWatchMetrics" in it',
        f"note: {json.dumps(document())}",
        f"{json.dumps(document())} and more",
        json.dumps([document()]),
        json.dumps({"level": "INFO", "message": document()}),
        json.dumps({"level": "INFO", "message": json.dumps(document())}),
        json.dumps({**document(), "_aws": {"CloudWatchMetrics": {}}}),
        json.dumps(document()).replace("12.5", "NaN"),
    ],
)
def test_a_line_that_is_no_document_is_left_alone(line: str) -> None:
    """Documents that a JSON log format has wrapped included: the metadata must be at the root."""
    assert extracted(line) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Timestamp": None},
        {"Timestamp": "2026-11-22"},
        {"Namespace": None},
        {"Namespace": ""},
        {"Dimensions": "service"},
        {"Dimensions": [["absent"]]},
        {"Dimensions": [["number"]], "number": 7},
        {"Dimensions": [[f"d{n}" for n in range(31)]], **{f"d{n}": "x" for n in range(31)}},
        {"Metrics": [{"Unit": "Count"}]},
        {"Metrics": [{"Name": "latency", "Unit": "Parsecs"}]},
        {"Metrics": [{"Name": "latency", "StorageResolution": 5}]},
        {"Metrics": [{"Name": "latency"}] * 101},
        {"latency": None},
        {"latency": "12"},
        {"latency": True},
        {"latency": [1, "2"]},
        {"latency": list(range(101))},
    ],
)
def test_a_document_with_a_mistake_has_no_metrics(changes: dict[str, Any]) -> None:
    """All or nothing: a half-read line would be worse than none."""
    assert extracted(document(**changes)) == []


def test_accepted_log_events_are_measured_for_their_account_and_region() -> None:
    """Rejected requests, other operations, and what is too old or ahead are not."""
    buffer = SampleBuffer()
    handler = EmbeddedMetrics(buffer)
    now_ms = int(time.time() * 1000)
    day_ms = 86_400_000
    events = [
        {"timestamp": now_ms - 15 * day_ms, "message": json.dumps(document(Timestamp=now_ms))},
        {"timestamp": now_ms, "message": json.dumps(document(Timestamp=now_ms - 15 * day_ms))},
        {"timestamp": now_ms, "message": json.dumps(document(Timestamp=now_ms + day_ms))},
        {"timestamp": now_ms, "message": json.dumps(document(Timestamp=now_ms, Dimensions=[["service"]]))},
        {"timestamp": now_ms, "message": "a line"},
    ]

    def send(operation: str, status: int) -> None:
        context = SimpleNamespace(
            operation=SimpleNamespace(name=operation),
            service_request={"logGroupName": "any", "logEvents": events},
            account_id="111111111111",
            region="eu-west-1",
        )
        handler(None, context, SimpleNamespace(status_code=status))

    send("FilterLogEvents", 200)
    send("PutLogEvents", 400)
    assert buffer.drain() == []
    send("PutLogEvents", 200)
    (batch,) = buffer.drain()
    assert (batch["account"], batch["region"], batch["namespace"]) == ("111111111111", "eu-west-1", "Shop")
    assert [(datum["MetricName"], datum["Values"], datum["Counts"]) for datum in batch["data"]] == [
        ("latency", [12.5], [1])
    ]


POWERTOOLS = """
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
const metrics = new Metrics({ namespace: 'Shop', serviceName: 'pay', defaultDimensions: { city: 'Lima' } });
export const handler = async () => {
  metrics.addMetric('orders', MetricUnit.Count, 3);
  metrics.addMetric('orders', MetricUnit.Count, 4);
  metrics.publishStoredMetrics();
};
"""


def test_what_powertools_writes_is_read(make_sandbox: MakeSandbox) -> None:
    """The library of our functions, bundled and run as they are."""
    esbuild = [REPOSITORY / "node_modules" / ".bin" / "esbuild", "--bundle", "--platform=node", "--format=cjs"]
    bundled = subprocess.run(
        esbuild, input=POWERTOOLS, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60
    )
    result = make_sandbox({"index.js": bundled.stdout}).invoke(invocation())
    assert not result.is_error, result.payload
    found = [sample for line in result.logs.splitlines() for sample in extracted(line)]
    assert [(namespace, name, unit, value, dimensions) for namespace, name, unit, value, dimensions, *_ in found] == [
        ("Shop", "orders", "Count", value, {"service": "pay", "city": "Lima"}) for value in (3, 4)
    ]
