"""Metrics of the log events that anybody sends to LocalStack's CloudWatch Logs, Lambda functions included."""

import time
from collections import defaultdict

from localstack.aws.api import RequestContext
from localstack.aws.chain import HandlerChain
from localstack.http import Response

from caudal_localstack.metrics import emf
from caudal_localstack.metrics.buffer import SampleBuffer
from caudal_localstack.metrics.model import Place, Sample

OLDEST_S = 14 * 86_400
NEWEST_S = 2 * 3_600
_ACCEPTED = 200


class EmbeddedMetrics:
    """A response handler: what was embedded in the events of an accepted `PutLogEvents` is measured.

    Events, and metrics in them, that are more than 14 days old or 2 hours ahead are left out, as on AWS.
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
    """

    def __init__(self, buffer: SampleBuffer) -> None:
        self._buffer = buffer

    def __call__(self, _chain: HandlerChain, context: RequestContext, response: Response) -> None:
        """Reads the request; changes nothing."""
        operation = context.operation
        if operation is None or operation.name != "PutLogEvents" or response.status_code != _ACCEPTED:
            return
        found: dict[str, list[Sample]] = defaultdict(list)
        for event in (context.service_request or {}).get("logEvents", []):
            if _is_accepted(event["timestamp"] / 1000):
                for namespace, sample in emf.samples(event["message"]):
                    if _is_accepted(sample.at):
                        found[namespace].append(sample)
        for namespace, samples in found.items():
            self._buffer.add(Place(context.account_id, context.region, namespace), samples)


def _is_accepted(at: float) -> bool:
    return -OLDEST_S <= at - time.time() <= NEWEST_S
