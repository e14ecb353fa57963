"""Saves the state of services: at once for a call that waits for it, or a moment later by a thread of its own."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LOG = logging.getLogger(__name__)

Save = Callable[[str, bytes], None]
Read = Callable[[str], bytes]

_SHARE = 20
"""A service that is saved by and by takes at most one part in so many of a processor."""

_RETRY_S = 30.0


@dataclass
class _Service:
    changes: int = 0
    saved: int = 0
    digest: bytes = b""
    cost_s: float = 0.0
    due: float | None = None
    failure: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Keeper:
    """Keeps services on disk. Safe to call from any thread."""

    def __init__(self, read: Read, save: Save) -> None:
        """Takes what gives the bytes of a service, and what puts them on disk."""
        self._read = read
        self._save = save
        self._services: dict[str, _Service] = {}
        self._wakes = threading.Condition()
        self._ends = False
        self._thread = threading.Thread(target=self._run, name="caudal-state", daemon=True)

    def start(self) -> None:
        """Starts the thread that saves by and by."""
        self._thread.start()

    def changed(self, service: str) -> None:
        """Returns when the service, as it is now, is on disk. Calls that come together share one write.

        What cannot be saved is logged, not thrown: the call has done what it was asked for.
        """
        state = self._state(service)
        with self._wakes:
            state.changes += 1
            mine = state.changes
        self._save_up_to(service, state, mine)

    def changes(self, service: str, within_s: float) -> None:
        """Has the service saved some time later. Unit: s. It takes longer for one that is slow to save."""
        state = self._state(service)
        with self._wakes:
            state.changes += 1
            due = time.monotonic() + max(within_s, state.cost_s * _SHARE)
            if state.due is None or due < state.due:
                state.due = due
                self._wakes.notify()

    def settle(self, service: str) -> None:
        """Returns when no change that was announced for the service is missing on disk."""
        state = self._state(service)
        with self._wakes:
            mine = state.changes
        self._save_up_to(service, state, mine)

    def is_on_disk(self, service: str, payload: bytes) -> None:
        """Says what is on disk of a service, so that it is not written again unchanged."""
        self._state(service).digest = _digest(payload)

    def stop(self) -> None:
        """Saves all that is announced and ends the thread."""
        with self._wakes:
            self._ends = True
            self._wakes.notify()
        if self._thread.is_alive():
            self._thread.join()
        for service in list(self._services):
            self.changed(service)

    def _state(self, service: str) -> _Service:
        with self._wakes:
            return self._services.setdefault(service, _Service())

    def _save_up_to(self, service: str, state: _Service, change: int) -> None:
        with state.lock:
            if state.saved >= change:
                return
            with self._wakes:
                covered, state.due = state.changes, None
            begun = time.monotonic()
            try:
                payload = self._read(service)
                if (digest := _digest(payload)) != state.digest:
                    self._save(service, payload)
                    state.digest = digest
                state.failure = None
            except Exception as error:
                self._report(service, state, error)
                self.changes(service, _RETRY_S)
            state.saved = covered
            state.cost_s = time.monotonic() - begun

    def _report(self, service: str, state: _Service, error: Exception) -> None:
        failure = f"{type(error).__name__}: {error}"
        if failure != state.failure:
            LOG.error(
                "The state of %s could not be saved (%s). After a restart of LocalStack it is as it was saved last.",
                service,
                failure,
            )
        state.failure = failure

    def _run(self) -> None:
        while True:
            with self._wakes:
                if self._ends:
                    return
                now = time.monotonic()
                waiting = {name: state.due for name, state in self._services.items() if state.due is not None}
                due = [name for name, when in waiting.items() if when <= now]
                if not due:
                    self._wakes.wait(min(waiting.values(), default=now + 3600) - now)
                    continue
            for name in due:
                self.settle(name)


def _digest(payload: bytes) -> bytes:
    return hashlib.blake2b(payload, digest_size=16).digest()
