"""Tests of `AWS::Kinesis::Stream`: what is called to give a stream the properties of its template."""

import pytest

from caudal_localstack.cloudformation import kinesis_changes

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
