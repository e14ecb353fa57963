"""A Kinesis stream as the target of a rule, with the partition key of AWS.

LocalStack looks for `PartitionKeyPath` in what is left of the event after `InputPath` or `InputTransformer`, finds
nothing there, and takes the field `id` for the key, or fails where there is none. The path is one of the event.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_KinesisParameters.html
"""

import copy
from collections.abc import Mapping
from typing import Any

from localstack.services.events.target import KinesisTargetSender
from localstack.services.events.utils import to_json_str
from localstack.utils.json import extract_jsonpath
from localstack.utils.strings import to_bytes


class KinesisTarget(KinesisTargetSender):
    """Puts what the target is to get; the key is taken from the event as the bus had it."""

    _partition_key: str

    def process_event(self, event: Mapping[str, Any], trace_header: Any) -> None:
        """Sends by a copy of itself that knows the key: events come on several threads."""
        client = self.client
        sender = copy.copy(self)
        sender._client = client
        sender._partition_key = partition_key(self.target, event)
        KinesisTargetSender.process_event(sender, event, trace_header)

    def send_event(self, event: Any, trace_header: Any) -> None:
        """Puts one record."""
        self.client.put_record(
            StreamName=self.target["Arn"].split("/")[-1],
            Data=to_bytes(to_json_str(event)),
            PartitionKey=self._partition_key,
        )


def partition_key(target: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """What the target's path leads to in the event; where there is no path, or nothing there, the id of the event."""
    path = (target.get("KinesisParameters") or {}).get("PartitionKeyPath")
    found = extract_jsonpath(event, path) if path else None
    return str(event["id"] if found in (None, "", [], {}) else found)
