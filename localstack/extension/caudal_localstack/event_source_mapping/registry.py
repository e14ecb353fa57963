"""What LocalStack knows of the mappings that the runner runs, and how the two are kept alike."""

import logging
import threading
import time
from typing import TYPE_CHECKING

from localstack.services.lambda_.invocation.models import lambda_stores

from caudal_localstack.event_source_mapping.client import RunnerClient, RunnerDown, RunnerFailed, SettingsRefused

if TYPE_CHECKING:
    from caudal_localstack.event_source_mapping.worker import RunnerWorker

LOG = logging.getLogger(__name__)

RETRY_SECONDS = 0.5


class Registry:
    """Tells the runner of every change, and again until it has heard it.

    What could not be said is kept; a thread repeats it. One lock around all that changes the runner: a list of all
    mappings must not overtake a new one.
    """

    def __init__(self, client: RunnerClient) -> None:
        self._client = client
        self._lock = threading.RLock()
        self._untold: dict[str, RunnerWorker] = {}
        self._sync_due = False
        self._work = threading.Event()
        threading.Thread(target=self._repeat, name="event-source-mapping-registry", daemon=True).start()

    def tell(self, worker: "RunnerWorker") -> None:
        """Puts a mapping to the runner, now or as soon as it answers."""
        with self._lock:
            self._untold[worker.uuid] = worker
            try:
                self._tell_all()
            except RunnerDown as error:
                LOG.warning("%s; what it could not be told is told again", error)
                self._work.set()

    def drop(self, worker: "RunnerWorker") -> bool:
        """Ends a mapping for good; returns when its last invocation is over.

        False when the runner does not answer. `sync` makes up for it, as soon as LocalStack does not know the mapping.
        """
        with self._lock:
            self._untold.pop(worker.uuid, None)
        try:
            self._client.delete(worker.uuid)
        except RunnerDown as error:
            LOG.warning("%s; mapping %s is dropped when it answers", error, worker.uuid)
            return False
        return True

    def sync(self) -> None:
        """Has the runner drop the mappings that LocalStack does not know (any more)."""
        with self._lock:
            self._sync_due = True
        self._work.set()

    def statuses(self) -> dict[str, dict]:
        """What the runner says of each mapping, by UUID. Empty while it does not answer."""
        try:
            return self._client.statuses()
        except RunnerDown as error:
            LOG.debug("%s", error)
            return {}

    def _repeat(self) -> None:
        while self._work.wait():
            with self._lock:
                try:
                    if self._sync_due:
                        self._client.sync(known_uuids())
                        self._sync_due = False
                    self._tell_all()
                    self._work.clear()
                    continue
                except RunnerDown as error:
                    LOG.debug("%s", error)
            time.sleep(RETRY_SECONDS)

    def _tell_all(self) -> None:
        """One over which the runner fails is told again with those that come after it, and holds none of them up."""
        failure: RunnerFailed | None = None
        for uuid, worker in list(self._untold.items()):
            try:
                worker.told(self._client.put(worker.esm_config, worker.role_arn, worker.enabled))
            except SettingsRefused as refused:
                # Nobody waits for the answer any more: it was accepted while the runner was down.
                LOG.error("mapping %s is not run: %s", uuid, refused)
            except RunnerFailed as error:
                failure = error
                continue
            del self._untold[uuid]
        if failure:
            raise failure


def known_uuids() -> list[str]:
    """Every mapping of every account and region."""
    return [
        uuid
        for account in list(lambda_stores.values())
        for store in list(account.values())
        for uuid in list(store.event_source_mappings)
    ]
