"""Walks the registry with Confluent's own client, and sends an event by each of two versions of a schema."""

import json
import os
import sys
from datetime import UTC, datetime

import boto3
from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.error import SchemaRegistryError
from confluent_kafka.serialization import MessageField, SerializationContext

STREAM, TOPIC, USER = sys.argv[1:4]
SUBJECT = f"{TOPIC}-value"
FIELDS = [
    {"name": "user_id", "type": "string"},
    {"name": "action", "type": "string"},
    {"name": "timestamp", "type": "long"},
    {"name": "properties", "type": {"type": "map", "values": "string"}},
]
client = SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY"]})
kinesis = boto3.client("kinesis")
context = SerializationContext(TOPIC, MessageField.VALUE)


def schema(*fields: dict) -> Schema:
    record = {"type": "record", "name": "UserEvent", "fields": [*FIELDS, *fields]}
    return Schema(json.dumps(record), "AVRO")


def send(by: Schema, **more: str) -> dict:
    event = {
        "user_id": USER,
        "action": "view_product",
        "timestamp": int(datetime.now(UTC).timestamp() * 1000),
        "properties": {"n": "1"},
        **more,
    }
    payload = AvroSerializer(client, by.schema_str)(event, context)
    assert AvroDeserializer(client)(payload, context) == event
    sent = kinesis.put_record(StreamName=STREAM, PartitionKey=USER, Data=payload)
    return {
        "id": int.from_bytes(payload[1:5], "big"),
        "shard": sent["ShardId"],
        "sequence": sent["SequenceNumber"],
    }


def refusal(call) -> list:
    try:
        call()
    except SchemaRegistryError as error:
        return [error.http_status_code, error.error_code, error.error_message]
    return []


first = schema()
wanting = schema({"name": "device", "type": "string"})
second = schema({"name": "device", "type": "string", "default": "unknown"})

before = refusal(lambda: client.get_latest_version(SUBJECT))
sent = [send(first)]
report = {
    "before": before,
    "refused": refusal(lambda: client.register_schema(SUBJECT, wanting)),
    "fits": [
        client.test_compatibility(SUBJECT, candidate) for candidate in (wanting, second)
    ],
    "no_level": refusal(lambda: client.set_compatibility(SUBJECT, "SOME")),
}
sent.append(send(second, device="phone"))
latest = client.get_latest_version(SUBJECT)
report |= {
    "sent": sent,
    "subject": SUBJECT in client.get_subjects(),
    "versions": client.get_versions(SUBJECT),
    "latest": [latest.subject, latest.version, latest.schema_id],
    "by_id": json.loads(
        SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY"]})
        .get_schema(sent[0]["id"])
        .schema_str
    ),
    "looked_up": client.lookup_schema(SUBJECT, first).version,
    "registered_again": client.register_schema(SUBJECT, first),
    "elsewhere": client.register_schema(f"{SUBJECT}-copy", first),
    "level": client.get_compatibility(),
    "set": client.set_compatibility(SUBJECT, "FULL"),
    "own_level": client.get_compatibility(SUBJECT),
    "kept": refusal(lambda: client.delete_subject(SUBJECT)),
}
print(json.dumps(report))
