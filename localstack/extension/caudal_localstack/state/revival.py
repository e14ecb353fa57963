"""Sets providers to work on the state that they have got back: LocalStack's own hooks, and what these leave out."""

import logging
from collections.abc import Callable

from localstack.services.plugins import Service

from caudal_localstack.state.s3.plugin import KeptS3
from caudal_localstack.state.services import events, lambda_, stepfunctions

LOG = logging.getLogger(__name__)


class Revival:
    """What is done service by service, once the gateway listens: much of it calls other services."""

    def __init__(self, s3: KeptS3) -> None:
        """Takes what fills the buckets of S3."""
        self._special: dict[str, Callable[[Service], None]] = {
            "events": events.revive,
            "lambda": lambda_.revive,
            "stepfunctions": stepfunctions.revive,
            "s3": lambda _: s3.revive(),
        }

    def __call__(self, service: Service) -> None:
        """Sets a provider to work on its state again. A failure is logged: the state itself is there."""
        work = self._special.get(service.name(), lambda each: each.lifecycle_hook.on_after_state_load())
        try:
            work(service)
        except Exception:
            LOG.exception("The state of %s is back, but its provider could not take all of it up again", service.name())
