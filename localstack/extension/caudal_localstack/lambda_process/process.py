"""One run of a runtime: a process, the Runtime API it speaks to, and the pipe that ties its life to ours."""

import contextlib
import os
import queue
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from caudal_localstack.lambda_process.runtime_api import Event, EventKind, RuntimeApi
from caudal_localstack.lambda_process.spawn import spawn

_MB = 1024 * 1024


class RuntimeProcess:
    """A process that serves invocations one after the other until it ends or is killed."""

    def __init__(
        self,
        command: Callable[[int], Sequence[str]],
        environment: Callable[[str], Mapping[str, str]],
        folder: Path,
        output: Path,
    ) -> None:
        """Starts it.

        @param command: makes the command line, given the number of the lifeline's file descriptor
        @param environment: makes the environment, given the address of the Runtime API
        """
        self.api = RuntimeApi()
        self._peak_mb = 0
        lifeline, self._our_end = os.pipe()
        try:
            self._process = spawn(command(lifeline), environment(self.api.address), folder, output, lifeline)
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
        """The next thing that happens, or none within the time."""
        try:
            return self.api.events.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None

    def is_running(self) -> bool:
        """Whether it can take an invocation, as far as is known."""
        return self._process.poll() is None

    def peak_memory_mb(self) -> int:
        """The most resident memory it has had, in MB; of a process that has ended, what was seen last."""
        with contextlib.suppress(psutil.Error, OSError, ValueError, StopIteration):
            self._peak_mb = max(self._peak_mb, _peak_memory_mb(self.pid))
        return self._peak_mb

    def end(self) -> None:
        """Kills it and whatever it started, and waits until it is gone. More than one call is harmless."""
        if self.is_running():
            self.peak_memory_mb()
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._gone.wait(timeout=5)

    def _watch(self) -> None:
        returncode = self._process.wait()
        os.close(self._our_end)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self.api.events.put(Event(EventKind.EXIT, returncode=returncode))
        self._gone.set()
        self.api.close()


def _peak_memory_mb(pid: int) -> int:
    """The kernel's own high-water mark where it keeps one (Linux), else what the process holds now."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return -(-int(line.split()[1]) // 1024)
    return -(-psutil.Process(pid).memory_info().rss // _MB)
