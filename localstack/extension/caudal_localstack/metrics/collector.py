"""Brings what was measured into CloudWatch."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from caudal_localstack.metrics.model import Batch

LOG = logging.getLogger(__name__)
INTERVAL_S = 2.0

Source = Callable[[], list[Batch]]
Put = Callable[[Batch], None]


class Collector:
    """A thread that drains sources every two seconds and puts what they give.

    A batch that could not be put is kept and comes first the next time. Meanwhile nothing is drained: the sources
    count their samples, while a list of batches here would only grow.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        put: Put,
        after: Callable[[], None] = lambda: None,
        interval_s: float = INTERVAL_S,
    ) -> None:
        """@param after: is called in the thread when all that there was has been put; throws nothing."""
        self._sources = sources
        self._put = put
        self._after = after
        self._interval_s = interval_s
        self._pending: deque[Batch] = deque()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="caudal-metrics", daemon=True)

    def start(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread and collects once more, so that what was measured until now is kept."""
        self._stopped.set()
        self._thread.join()
        self._collect()

    def _collect(self) -> bool:
        """Drains and puts once. Whether all could be put; the rest is put the next time."""
        try:
            self._put_pending()
            for source in self._sources:
                self._pending.extend(source())
                self._put_pending()
        except Exception as error:
            LOG.warning("Metrics wait for CloudWatch (%d batches): %s", len(self._pending), error)
            return False
        return True

    def _put_pending(self) -> None:
        while self._pending:
            try:
                self._put(self._pending[0])
            except (KeyError, TypeError, ValueError):
                LOG.exception("Dropped a batch of metrics that is not in the shape of PutMetricData")
            self._pending.popleft()

    def _run(self) -> None:
        while not self._stopped.wait(self._interval_s):
            if self._collect():
                self._after()
