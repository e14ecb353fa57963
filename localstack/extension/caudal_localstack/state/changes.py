"""Which calls change what a service keeps, and how soon that must be on disk."""

import re
from enum import Enum

_READS = re.compile(
    r"(Get|List|Describe|Head|BatchGet|Query|Scan|Search|Lookup|Check|Validate|Estimate|Select|Simulate|Decode|Filter|Preview"
    r"|Test|Detect|Count|Poll|View|Discover)(?![a-z])"
)


class Effect(Enum):
    """What is done about a call before its answer goes out."""

    NOTHING = "nothing"
    SAVED = "its service is saved before the answer"
    SOON = "its service is saved within a moment"
    LATER = "its service is saved within seconds"


_OTHER_PROCESSES_AND_FILES = {
    # What these calls write is kept by the Kinesis engine, by DynamoDB Local, by CloudWatch's database.
    "kinesis": {"PutRecord", "PutRecords", "SubscribeToShard"},
    "dynamodb": {
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "TransactWriteItems",
        "TransactGetItems",
        "ExecuteStatement",
        "ExecuteTransaction",
        "BatchExecuteStatement",
    },
    "cloudwatch": {"PutMetricData"},
    # These write nothing.
    "lambda": {"Invoke", "InvokeAsync", "InvokeWithResponseStream"},
    "sns": {"Publish", "PublishBatch"},
    "firehose": {"PutRecord", "PutRecordBatch"},
    "kms": {
        "Encrypt",
        "Decrypt",
        "ReEncrypt",
        "GenerateDataKey",
        "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext",
        "GenerateMac",
        "GenerateRandom",
        "DeriveSharedSecret",
        "Sign",
        "Verify",
        "VerifyMac",
    },
}

_SOON = {
    "sqs": {
        "SendMessage",
        "SendMessageBatch",
        "ReceiveMessage",
        "DeleteMessage",
        "DeleteMessageBatch",
        "ChangeMessageVisibility",
        "ChangeMessageVisibilityBatch",
    },
}

_LATER = {
    "logs": {"PutLogEvents"},
    "events": {"PutEvents"},
    "ses": {"SendEmail", "SendRawEmail", "SendTemplatedEmail"},
}

_LATER_WITHIN = {
    # Lambda makes one for each environment.
    "logs": {"CreateLogStream"},
}

_KEPT_ELSEWHERE = {"keyspaces", "dynamodbstreams", "sts"}
"""Cassandra keeps the first, DynamoDB Local the second; sessions of roles end with LocalStack."""


def effect_of(service: str, operation: str, is_internal: bool = False) -> Effect:
    """What a call that has succeeded, of a client or of another service, asks for.

    Operations that nobody has heard of count as changing.
    """
    if service in _KEPT_ELSEWHERE or operation in _OTHER_PROCESSES_AND_FILES.get(service, ()):
        return Effect.NOTHING
    if operation in _SOON.get(service, ()):
        return Effect.SOON
    if operation in _LATER.get(service, ()) or (is_internal and operation in _LATER_WITHIN.get(service, ())):
        return Effect.LATER
    return Effect.NOTHING if _READS.match(operation) else Effect.SAVED
