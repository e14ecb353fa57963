"""The other processes of the local cloud that measure: the Kinesis engine, the event source mapping's runner."""

import json
import logging
import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.request import ProxyHandler, Request, build_opener

from caudal_localstack.metrics.model import Batch
from caudal_localstack.settings import HOST

LOG = logging.getLogger(__name__)
DRAIN_PATH = "/_caudal/metrics/drain"
TIMEOUT_S = 2
LONGEST_PAUSE_S = 60

_DIRECTLY = build_opener(ProxyHandler({}))
"""Past the proxy that the machine's environment may name."""


class MeteredServer:
    """Fetches what a server has measured. One that is away, or does not know the path, is asked less and less often."""

    def __init__(self, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        """@param port: of the server on 127.0.0.1."""
        self._url = f"http://{HOST}:{port}{DRAIN_PATH}"
        self._clock = clock
        self._pause_s = 0.0
        self._next = 0.0

    def drain(self) -> list[Batch]:
        """What it measured since the last call; nothing when it does not answer, or is not to be asked yet."""
        if self._clock() < self._next:
            return []
        try:
            with _DIRECTLY.open(Request(self._url, data=b"", method="POST"), timeout=TIMEOUT_S) as answer:
                batches = json.loads(answer.read())
        except (OSError, HTTPException, ValueError) as error:
            self._wait_longer(error)
            return []
        self._pause_s = 0.0
        return batches

    def _wait_longer(self, error: Exception) -> None:
        if not self._pause_s:
            LOG.debug("no metrics from %s: %s", self._url, error)
        self._pause_s = min(max(1.0, self._pause_s * 2), LONGEST_PAUSE_S)
        self._next = self._clock() + self._pause_s
