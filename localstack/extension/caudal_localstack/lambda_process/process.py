"""One run of a runtime: a process, the Runtime API it speaks to, and the pipe that ties its life to ours."""

import contextlib
import os
import queue
import signal
import threading
from collections.abc import Callable, Mapping, Sequence

from caudal_localstack.lambda_process.home import Home
from caudal_localstack.lambda_process.memory import MemoryWatch, peak_mb
from caudal_localstack.lambda_process.runtime_api import Event, EventKind, RuntimeApi
from caudal_localstack.lambda_process.spawn import spawn

_memory = MemoryWatch()


class RuntimeProcess:
    """A process that serves invocations one after the other until it ends or is killed."""

    def __init__(
        self,
        command: Callable[[int], Sequence[str]],
        environment: Callable[[str], Mapping[str, str]],
        home: Home,
        memory_limit_mb: int,
    ) -> None:
        """Starts it.

        @param command: makes the command line, given the number of the lifeline's file descriptor
        @param environment: makes the environment, given the address of the Runtime API
        @param memory_limit_mb: what it and its children may hold; it is killed when they hold more
        """
        self.api = RuntimeApi()
        self._memory_limit_mb = memory_limit_mb
        self._peak_mb = 0
        lifeline, self._our_end = os.pipe()
        try:
            self._process = spawn(
                home.command(command(lifeline)),
                environment(self.api.address),
                home.working_folder,
                home.output,
                (lifeline, *home.namespaces()),
            )
        except BaseException:
            os.close(self._our_end)
            self.api.close()
            raise
        finally:
            os.close(lifeline)
        self._gone = threading.Event()
        threading.Thread(target=self._watch, name="lambda-exit", daemon=True).start()

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    def next_event(self, timeout_s: float) -> Event | None:
        """The next thing that happens, or none within the time. The memory limit holds meanwhile."""
        with _memory.over(self):
            try:
                return self.api.events.get(timeout=max(0.0, timeout_s))
            except queue.Empty:
                return None

    def is_running(self) -> bool:
        """Whether it can take an invocation, as far as is known."""
        return self._process.poll() is None

    def peak_memory_mb(self) -> int:
        """The most resident memory it has had, in MB; of a process that has ended, what was seen last."""
        self._peak_mb = max(self._peak_mb, peak_mb(self.pid))
        return self._peak_mb

    def holds(self, used_mb: int) -> None:
        """Kills it where that is over its limit, as the kernel does on Lambda."""
        self._peak_mb = max(self._peak_mb, used_mb)
        if used_mb > self._memory_limit_mb:
            self._kill()

    def end(self) -> None:
        """Kills it and whatever it started, and waits until it is gone. More than one call is harmless."""
        if self.is_running():
            self.peak_memory_mb()
            self._kill()
        self._gone.wait(timeout=5)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _watch(self) -> None:
        returncode = self._process.wait()
        os.close(self._our_end)
        self._kill()
        self.api.events.put(Event(EventKind.EXIT, returncode=returncode))
        self._gone.set()
        self.api.close()
