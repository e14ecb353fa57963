"""Tests of which calls are saved, and when."""

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel

from caudal_localstack.state.changes import Effect, effect_of

_READ_ONLY_WORDS = ("Get", "List", "Describe", "Head")


@pytest.mark.parametrize(
    ("call", "effect"),
    [
        ("lambda CreateFunction", Effect.SAVED),
        ("lambda UpdateFunctionCode", Effect.SAVED),
        ("lambda Invoke", Effect.NOTHING),
        ("lambda GetFunction", Effect.NOTHING),
        ("s3 PutObject", Effect.SAVED),
        ("s3 HeadObject", Effect.NOTHING),
        ("sqs CreateQueue", Effect.SAVED),
        ("sqs PurgeQueue", Effect.SAVED),
        ("sqs SendMessage", Effect.SOON),
        ("sqs ReceiveMessage", Effect.SOON),
        ("sns Publish", Effect.NOTHING),
        ("sns Subscribe", Effect.SAVED),
        ("kms Decrypt", Effect.NOTHING),
        ("kms CreateKey", Effect.SAVED),
        ("kinesis PutRecords", Effect.NOTHING),
        ("kinesis RegisterStreamConsumer", Effect.SAVED),
        ("dynamodb PutItem", Effect.NOTHING),
        ("dynamodb CreateTable", Effect.SAVED),
        ("logs CreateLogGroup", Effect.SAVED),
        ("logs PutLogEvents", Effect.LATER),
        ("cloudwatch PutMetricAlarm", Effect.SAVED),
        ("cloudwatch PutMetricData", Effect.NOTHING),
        ("cloudformation CreateStack", Effect.SAVED),
        ("keyspaces CreateTable", Effect.NOTHING),
        ("events PutRule", Effect.SAVED),
        ("some-new-service DoWhatNobodyKnows", Effect.SAVED),
    ],
)
def test_the_effect_of_a_call(call: str, effect: Effect) -> None:
    assert effect_of(*call.split(" ")) is effect


@pytest.mark.parametrize("service", ["lambda", "s3", "sqs", "events", "ssm", "secretsmanager", "iam", "cloudformation"])
def test_every_operation_that_is_no_read_is_saved_or_named(service: str) -> None:
    """A call that changes something must not be taken for a read by its first letters."""
    loader = Loader()
    model = ServiceModel(loader.load_service_model(service, "service-2"), service)
    reads = [name for name in model.operation_names if effect_of(service, name) is Effect.NOTHING]
    named = {"Invoke", "InvokeAsync", "InvokeWithResponseStream"}
    words = (*_READ_ONLY_WORDS, "Simulate", "Validate", "Estimate", "Detect", "BatchGet", "Test", "Select")
    assert [name for name in reads if name not in named and not name.startswith(words)] == []
