"""Lets nobody in until the state is back and at work."""

import threading

from localstack.aws.api import RequestContext
from localstack.aws.chain import HandlerChain
from localstack.http import Response

_LONGEST_S = 60.0
"""Who has waited so long goes on: something that must be done first may be waiting for the very call."""


class Gate:
    """A request handler that holds calls back. Those of LocalStack's own services pass: the work is made of them."""

    def __init__(self) -> None:
        """Starts closed."""
        self._opened = threading.Event()

    def open(self) -> None:
        """Lets in those who wait, and all who come."""
        self._opened.set()

    def __call__(self, _chain: HandlerChain, context: RequestContext, _response: Response) -> None:
        """Returns when the call may go on."""
        if not self._opened.is_set() and not context.is_internal_call:
            self._opened.wait(_LONGEST_S)
