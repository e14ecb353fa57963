"""The course's producer of Avro, with Kinesis in the place of Kafka: sends one event to the stream that it is given."""

import os
import sys
from datetime import UTC, datetime

import boto3
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

schema_str = """
{
  "type": "record",
  "name": "UserEvent",
  "fields": [
    {"name": "user_id", "type": "string"},
    {"name": "action", "type": "string"},
    {"name": "timestamp", "type": "long"},
    {"name": "properties", "type": {"type": "map", "values": "string"}}
  ]
}
"""

stream = sys.argv[1]
schema_registry_client = SchemaRegistryClient(
    {"url": os.environ.get("SCHEMA_REGISTRY", "http://localhost:8081")}
)
avro_serializer = AvroSerializer(schema_registry_client, schema_str)

evento = {
    "user_id": "user_456",
    "action": "view_product",
    "timestamp": int(datetime.now(UTC).timestamp() * 1000),
    "properties": {
        "product_id": "prod_789",
        "category": "electronics",
        "price": "299.99",
    },
}

record = boto3.client("kinesis").put_record(
    StreamName=stream,
    PartitionKey=evento["user_id"],
    Data=avro_serializer(
        evento, SerializationContext("user-events-avro", MessageField.VALUE)
    ),
)
print(record["ShardId"], record["SequenceNumber"])
