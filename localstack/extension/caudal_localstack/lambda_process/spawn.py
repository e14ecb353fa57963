"""Starts processes that end when this one does."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_PR_SET_PDEATHSIG = 1

_spawner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lambda-spawner")
"""One thread that never ends: Linux sends the death signal when the thread that forked ends, not the process."""

_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str], environment: Mapping[str, str], folder: Path, output: Path, inherited: Sequence[int]
) -> subprocess.Popen[bytes]:
    """Starts a process in a session of its own, with stdout and stderr appended to `output`.

    @param inherited: file descriptors that are open in the child. One of them should be the read end of a pipe whose
        other end this process holds: it is at its end when this process has died, however it died
    """
    return _spawner.submit(_spawn, argv, environment, folder, output, inherited).result()


def _spawn(
    argv: Sequence[str], environment: Mapping[str, str], folder: Path, output: Path, inherited: Sequence[int]
) -> subprocess.Popen[bytes]:
    with output.open("ab", buffering=0) as log:
        return subprocess.Popen(
            argv,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=inherited,
            start_new_session=True,
            preexec_fn=_die_with(os.getpid()) if _prctl else None,
        )


def _die_with(parent: int) -> Callable[[], None]:
    """Runs in the child between fork and exec, so it does as little as can be."""

    def before_exec() -> None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return before_exec
