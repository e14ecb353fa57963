"""Tests of a Kinesis stream as the target of a rule."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from caudal_localstack.eventbridge.kinesis_target import KinesisTarget, partition_key

ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/alerts"
EVENT = {
    "id": "event",
    "source": "caudal.alerts",
    "detail": {"id": "alert", "key": "sensor-1", "empty": "", "number": 7},
}


def of_path(path: str) -> dict:
    """A target with this path."""
    return {"Id": "t", "Arn": ARN, "InputPath": "$.detail", "KinesisParameters": {"PartitionKeyPath": path}}


@pytest.mark.parametrize(
    ("target", "key"),
    [
        (of_path("$.detail.key"), "sensor-1"),
        (of_path("$.detail.number"), "7"),
        (of_path("$.detail.nothing"), "event"),
        (of_path("$.detail.empty"), "event"),
        ({"Id": "t", "Arn": ARN}, "event"),
    ],
)
def test_the_key_is_taken_from_the_event_as_the_bus_had_it(target: dict, key: str) -> None:
    assert partition_key(target, EVENT) == key


def test_events_at_once_keep_their_own_keys_and_share_a_client() -> None:
    put: list[tuple[str, bytes]] = []
    target = KinesisTarget(of_path("$.detail.key"), "rule", "rule", "kinesis", "us-east-1", "000000000000")
    target._client = SimpleNamespace(
        put_record=lambda **record: put.append((record["PartitionKey"], record["Data"])),
    )
    events = [{"id": str(each), "detail": {"key": f"key-{each}"}} for each in range(50)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda event: target.process_event(event, None), events))

    assert sorted(put) == sorted((f"key-{each}", f'{{"key":"key-{each}"}}'.encode()) for each in range(50))
