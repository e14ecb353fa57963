"""Where the processes of an execution environment live: a copy of the code, a `/tmp`, a file for what they write.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import contextlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from caudal_localstack import settings
from caudal_localstack.lambda_process import lang, layers
from caudal_localstack.lambda_process.model import FunctionSettings
from caudal_localstack.lambda_process.runtimes import BOOTSTRAPS, PYTHON

LOG = logging.getLogger(__name__)

_LAUNCH = [PYTHON, "-I", "-S", str(BOOTSTRAPS / "launch.py")]
_PROBE_TIMEOUT_S = 10


class Home:
    """Folders at the paths that they have on this machine: the code may be written to, `/tmp` is everybody's."""

    def __init__(self, function: FunctionSettings, folder: Path) -> None:
        """Makes the folders, with a copy of the code unless it is loaded hot."""
        self.folder = folder
        self.output = folder / "output.log"
        self._code = function.code if function.hot_reload else folder / "task"
        folder.mkdir(parents=True)
        if not function.hot_reload:
            shutil.copytree(function.code, self._code, symlinks=True)
        self.working_folder = self._code
        """Where a process starts, as this machine names it."""
        self.task_root = self._code
        """The code, as the process sees it."""
        self.runtime_dir = BOOTSTRAPS
        """The bootstraps, as the process sees them."""
        self.temporary: Path | None = folder / "tmp"
        """What the process has to use in place of `/tmp`; none where `/tmp` is its own."""
        self.lang = lang.make(folder / "lang")
        """What Lambda's runtimes bring along, as the process sees it."""
        self.layers = layers.merged(function.layers, folder / "layers")
        """The layers, as the process sees them."""
        self._make_temporary()

    def command(self, argv: Sequence[str]) -> Sequence[str]:
        """The command line that runs `argv` here."""
        return argv

    def namespaces(self) -> Sequence[int]:
        """File descriptors that a process has to inherit."""
        return ()

    def remember(self, pid: int) -> None:
        """Keeps what the process with that id has made of `/tmp` for those after it."""

    def remove(self) -> None:
        """Removes the folders."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_temporary(self) -> None:
        (self.folder / "tmp").mkdir()


class MountedHome(Home):
    """A file system like Lambda's: `/var/task` read-only, `/tmp` this environment's own and of limited size.

    Linux only, and only where the kernel lets a user make namespaces (`mounts_are_possible`).
    """

    def __init__(self, function: FunctionSettings, folder: Path) -> None:
        """Makes the folders; the mounts are made by the first process."""
        super().__init__(function, folder)
        self.task_root = Path("/var/task")
        self.runtime_dir = Path("/var/runtime")
        self.temporary = None
        self._tmp_mb = function.ephemeral_storage_mb
        self._tools = _tools(function.runtime)
        self._extra = {lang.LANG: self.lang, **self._layers_at_opt()}
        self.lang = Path(lang.LANG)
        self.layers = Path(layers.OPT) if layers.OPT in self._extra else self.layers
        self._namespaces: list[int] = []

    def command(self, argv: Sequence[str]) -> Sequence[str]:
        """Lets the launcher mount, or enter what it mounted before, and execute `argv`."""
        plan = [
            f"parent={os.getpid()}",
            f"root={self.folder / 'root'}",
            f"read_only=/var/task:{self._code}",
            f"read_only=/var/runtime:{BOOTSTRAPS}",
            *(f"read_only={path}:{folder}" for path, folder in self._extra.items()),
            *(f"keep={path}" for path in self._tools if path.is_relative_to("/tmp")),
            f"tmp_mb={self._tmp_mb}",
            *(f"join={namespace}" for namespace in self._namespaces),
        ]
        inside = [argument.replace(str(BOOTSTRAPS), "/var/runtime") for argument in argv]
        return [*_LAUNCH, *plan, "--", *inside]

    def namespaces(self) -> Sequence[int]:
        """Those of an earlier process, so that the next one finds its `/tmp`."""
        return self._namespaces

    def remember(self, pid: int) -> None:
        """Holds the process's namespaces: they live as long as somebody does."""
        if not self._namespaces:
            with contextlib.suppress(OSError):  # it has died meanwhile, and its mounts with it
                self._namespaces = [os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY) for kind in ("user", "mnt")]

    def remove(self) -> None:
        """Lets go of the mounts as well."""
        for descriptor in self._namespaces:
            os.close(descriptor)
        self._namespaces = []
        super().remove()

    def _make_temporary(self) -> None:
        (self.folder / "root").mkdir()

    def _layers_at_opt(self) -> dict[str, Path]:
        """Where tools of this machine lie below `/opt`, variables must do."""
        if self.layers is None or any(path.is_relative_to(layers.OPT) for path in self._tools):
            return {}
        return {layers.OPT: self.layers}


def make_home(function: FunctionSettings, folder: Path) -> Home:
    """The most Lambda-like home that this machine allows."""
    return MountedHome(function, folder) if mounts_are_possible() else Home(function, folder)


@cache
def mounts_are_possible() -> bool:
    """Whether a process may mount for itself. It is tried once; the log says what came of it."""
    if sys.platform != "linux":
        LOG.info("Lambda: no mount namespaces on %s, so functions have to use TMPDIR in place of /tmp", sys.platform)
        return False
    if reason := _why_not():
        LOG.info(
            "Lambda: functions have to use TMPDIR in place of /tmp, since mounting is not possible here (%s)", reason
        )
        return False
    LOG.info("Lambda: each environment has its own /tmp, and its code read-only in /var/task")
    return True


def _why_not() -> str | None:
    """What a process says that tries to mount for itself; none when it can."""
    with tempfile.TemporaryDirectory() as name:
        code = Path(name, "code")
        code.mkdir()
        home = MountedHome(FunctionSettings("probe", "$LATEST", "probe", code, 128, 1), Path(name, "home"))
        try:
            tried = subprocess.run(
                home.command([PYTHON, "-I", "-S", "-c", ""]),
                env={},
                capture_output=True,
                text=True,
                check=False,
                timeout=_PROBE_TIMEOUT_S,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
    if tried.returncode == 0:
        return None
    return (tried.stderr.strip().splitlines() or [f"exit status {tried.returncode}"])[-1]


def _tools(runtime: str) -> Sequence[Path]:
    """What the runtime is made of on this machine."""
    if runtime.startswith("nodejs"):
        binary = Path(settings.node_binary())
        named = [binary.parent, binary.resolve().parent, *([sdk] if (sdk := lang.sdk_packages()) else [])]
    else:
        named = [Path(os.path.normpath(sys.prefix)), Path(sys.prefix).resolve(), Path(sys.base_prefix)]
    return list(dict.fromkeys(named))
