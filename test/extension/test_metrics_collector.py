"""Tests of the way from a server that measures, through the collector, to what puts into CloudWatch."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.collector import Collector
from caudal_localstack.metrics.model import Batch, Place, Sample
from caudal_localstack.metrics.servers import MeteredServer
from conftest import REPOSITORY

PLACE = Place("000000000000", "us-east-1", "AWS/Lambda")
SERVER = """
import { createServer } from 'node:http';
import { createMetricBuffer } from '%s';

const buffer = createMetricBuffer(Date.now);
const server = createServer((request, response) => {
  if (request.url === '/put') {
    for (const [name, value] of [['IncomingRecords', 500], ['IncomingRecords', 500], ['IncomingBytes', 12345]]) {
      const dimensions = { StreamName: 'orders' };
      const place = { account: '000000000000', region: 'us-east-1', namespace: 'AWS/Kinesis' };
      buffer.add({ ...place, name, dimensions, unit: name === 'IncomingBytes' ? 'Bytes' : 'Count', value });
    }
    response.end();
  } else if (request.method === 'POST' && request.url === '/_caudal/metrics/drain') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(buffer.drain()));
  } else response.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
"""


@pytest.fixture
def metered_port(tmp_path: Path) -> Iterator[int]:
    """A server as the Kinesis engine and the runner are: it keeps its samples in the buffer of `localstack/metrics`."""
    script = tmp_path / "server.mjs"
    script.write_text(SERVER % (REPOSITORY / "localstack" / "metrics" / "buffer.ts").as_uri())
    node = REPOSITORY / "node_modules" / "node" / "bin" / "node"
    with subprocess.Popen([node, script], stdout=subprocess.PIPE, text=True) as process:
        yield int(process.stdout.readline())
        process.terminate()


def post(port: int, path: str) -> None:
    """Sends a request without a body."""
    urlopen(Request(f"http://127.0.0.1:{port}{path}", data=b"", method="POST"), timeout=5).close()


def sample(value: float = 1) -> Sample:
    """An invocation at the beginning of 1970."""
    return Sample("Invocations", "Count", value, {"FunctionName": "f"}, at=61.5)


def test_what_a_server_measured_comes_once(metered_port: int) -> None:
    """With the values and counts of the buffer in TypeScript, in the shape that is put."""
    server = MeteredServer(metered_port)
    post(metered_port, "/put")
    (batch,) = server.drain()
    assert (batch["account"], batch["region"], batch["namespace"]) == ("000000000000", "us-east-1", "AWS/Kinesis")
    assert [(one["MetricName"], one["Unit"], one["Values"], one["Counts"]) for one in batch["data"]] == [
        ("IncomingRecords", "Count", [500], [2]),
        ("IncomingBytes", "Bytes", [12345], [1]),
    ]
    assert batch["data"][0]["Dimensions"] == [{"Name": "StreamName", "Value": "orders"}]
    assert server.drain() == []


def test_no_proxy_stands_between(metered_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers are on this machine."""
    post(metered_port, "/put")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setattr("urllib.request._opener", None)
    assert len(MeteredServer(metered_port).drain()) == 1


def test_a_server_that_is_away_is_asked_less_and_less_often() -> None:
    """It is no reason to fail, and asking it costs next to nothing."""
    now = [0.0]
    server = MeteredServer(1, clock=lambda: now[0])
    asked = []
    for second in range(300):
        now[0] = float(second)
        before = server._next
        assert server.drain() == []
        if server._next != before:
            asked.append(second)
    assert asked == [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]


def test_samples_of_this_process_are_counted_by_minute() -> None:
    """High-resolution ones by second."""
    buffer = SampleBuffer()
    buffer.add(PLACE, [sample(), sample(), Sample("X", "None", 2, {}, at=61.5, resolution=1)])
    (batch,) = buffer.drain()
    assert [(one["MetricName"], one["Timestamp"], one["Values"], one["Counts"]) for one in batch["data"]] == [
        ("Invocations", 60, [1], [2]),
        ("X", 61, [2], [1]),
    ]
    assert buffer.drain() == []


def test_more_than_150_values_are_several_data() -> None:
    """What `PutMetricData` takes at most."""
    buffer = SampleBuffer()
    buffer.add(PLACE, [sample(value) for value in range(200)])
    (batch,) = buffer.drain()
    assert [len(one["Values"]) for one in batch["data"]] == [150, 50]


def test_a_put_that_fails_is_done_again_and_nothing_is_drained_meanwhile() -> None:
    """Nothing is lost while LocalStack is busy, and nothing is put twice."""
    buffer = SampleBuffer()
    got: list[Batch] = []
    failures = iter([True, True])
    done = threading.Event()

    def put(batch: Batch) -> None:
        if next(failures, False):
            raise TimeoutError("database is locked")
        got.append(batch)

    buffer.add(PLACE, [sample()])
    collector = Collector([buffer.drain], put, after=done.set, interval_s=0.01)
    collector.start()
    assert done.wait(5)
    collector.stop()
    assert [batch["data"][0]["Counts"] for batch in got] == [[1]]


def test_stopping_collects_what_was_measured_until_then() -> None:
    """Also when the thread would have waited long."""
    buffer = SampleBuffer()
    got: list[Batch] = []
    collector = Collector([buffer.drain], got.append, interval_s=3600)
    collector.start()
    buffer.add(PLACE, [sample()])
    began = time.monotonic()
    collector.stop()
    assert len(got) == 1
    assert time.monotonic() - began < 60


def test_a_batch_in_another_shape_holds_nothing_up() -> None:
    """It is dropped with a message in the log."""
    got: list[Batch] = []

    def put(batch: Batch) -> None:
        got.append(batch["data"][0])

    collector = Collector([lambda: [{"nonsense": True}, {"data": ["good"]}]], put, interval_s=3600)
    collector.start()
    collector.stop()
    assert got == ["good"]
