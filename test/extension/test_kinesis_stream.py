"""Tests of `AWS::Kinesis::Stream`: what is called to give a stream the properties of its template."""

from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from localstack.services.cloudformation.resource_provider import OperationStatus

from caudal_localstack.cloudformation import kinesis_changes, kinesis_stream
from caudal_localstack.cloudformation.properties import HALF_MADE

ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/s"
THERE = {
    "StreamARN": ARN,
    "StreamModeDetails": {"StreamMode": "PROVISIONED"},
    "OpenShardCount": 3,
    "RetentionPeriodHours": 24,
    "EncryptionType": "NONE",
    "EnhancedMonitoring": [{"ShardLevelMetrics": []}],
}
ON_DEMAND = {"StreamModeDetails": {"StreamMode": "ON_DEMAND"}}


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ({"ShardCount": "3"}, {"StreamModeDetails": {"StreamMode": "PROVISIONED"}, "ShardCount": 3}),
        ({}, {"StreamModeDetails": {"StreamMode": "PROVISIONED"}}),
        ({**ON_DEMAND, "ShardCount": 3}, ON_DEMAND),
    ],
)
def test_a_stream_is_made_in_the_mode_of_the_template(model: dict, parameters: dict) -> None:
    assert kinesis_changes.creation({"Name": "s", **model}) == {"StreamName": "s", **parameters}


@pytest.mark.parametrize(
    ("model", "there", "calls"),
    [
        ({"ShardCount": 3}, {}, []),
        ({}, {}, []),
        ({"ShardCount": "4"}, {}, [("update_shard_count", 4)]),
        ({"RetentionPeriodHours": "168"}, {}, [("increase_stream_retention_period", 168)]),
        ({}, {"RetentionPeriodHours": 168}, [("decrease_stream_retention_period", 24)]),
        ({"StreamEncryption": {"KeyId": "k"}}, {}, [("start_stream_encryption", "k")]),
        ({"StreamEncryption": {"KeyId": "k"}}, {"EncryptionType": "KMS", "KeyId": "k"}, []),
        ({}, {"EncryptionType": "KMS", "KeyId": "k"}, [("stop_stream_encryption", "k")]),
        ({"MaxRecordSizeInKiB": 2048}, {}, [("update_max_record_size", 2048)]),
        ({}, {"MaxRecordSizeInKiB": 2048}, [("update_max_record_size", 1024)]),
        ({**ON_DEMAND, "ShardCount": 9}, {}, [("update_stream_mode", {"StreamMode": "ON_DEMAND"})]),
        ({}, ON_DEMAND, [("update_stream_mode", {"StreamMode": "PROVISIONED"})]),
        ({"DesiredShardLevelMetrics": ["ALL"]}, {}, [("enable_enhanced_monitoring", ["ALL"])]),
        (
            {"DesiredShardLevelMetrics": ["IncomingBytes"]},
            {"EnhancedMonitoring": [{"ShardLevelMetrics": ["OutgoingBytes"]}]},
            [("disable_enhanced_monitoring", ["OutgoingBytes"]), ("enable_enhanced_monitoring", ["IncomingBytes"])],
        ),
    ],
)
def test_changes(model: dict, there: dict, calls: list) -> None:
    made = kinesis_changes.changes({"Name": "s", **model}, {**THERE, **there})
    assert [method for method, _ in made] == [method for method, _ in calls]
    for (_, parameters), (_, value) in zip(made, calls, strict=True):
        assert value in parameters.values()
        assert parameters.get("StreamName", "s") == "s"
        assert parameters.get("StreamARN", ARN) == ARN


def test_tags_become_those_of_the_template() -> None:
    model = {"Name": "s", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]}
    assert kinesis_changes.tag_changes(model, {"a": "1", "c": "3"}) == [
        ("remove_tags_from_stream", {"StreamName": "s", "TagKeys": ["c"]}),
        ("add_tags_to_stream", {"StreamName": "s", "Tags": {"b": "2"}}),
    ]
    assert kinesis_changes.tag_changes({"Name": "s"}, {}) == []


class Refusing:
    """A Kinesis that makes streams, and refuses to encrypt them."""

    class exceptions:
        class ResourceNotFoundException(Exception): ...

    def __init__(self, streams: dict[str, dict]) -> None:
        self._streams = streams

    def create_stream(self, StreamName: str, **_: Any) -> None:
        self._streams[StreamName] = {**THERE, "StreamStatus": "ACTIVE"}

    def describe_stream_summary(self, StreamName: str) -> dict:
        if StreamName not in self._streams:
            raise self.exceptions.ResourceNotFoundException
        return {"StreamDescriptionSummary": self._streams[StreamName]}

    def start_stream_encryption(self, **_: Any) -> None:
        raise ClientError({"Error": {"Code": "KMSNotFoundException", "Message": "no such key"}}, "Start")


@pytest.mark.parametrize("was_there", [False, True])
def test_a_roll_back_deletes_a_stream_that_lacks_a_property_but_not_an_adopted_one(was_there: bool) -> None:
    kinesis = Refusing({"s": {**THERE, "StreamStatus": "ACTIVE"}} if was_there else {})
    request = SimpleNamespace(
        desired_state={"Name": "s", "StreamEncryption": {"KeyId": "k"}},
        aws_client_factory=SimpleNamespace(kinesis=kinesis),
    )
    event = kinesis_stream.create_or_adopt(None, request)
    assert event.status is OperationStatus.FAILED
    assert "no such key" in event.message
    assert (HALF_MADE in event.custom_context) is not was_there
