"""How each language is started."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from caudal_localstack import settings

BOOTSTRAPS = Path(__file__).parent / "bootstrap"

PYTHON = os.path.normpath(sys.executable)
"""That of LocalStack. Links in its path stay: the environment that it belongs to is found by them."""


class UnsupportedRuntimeError(RuntimeError):
    """The runtime of a function cannot be run as a process here."""

    def __init__(self, runtime: str) -> None:
        super().__init__(f'runtime must be nodejs… or python… to run as a process (received "{runtime}")')


def command(runtime: str, memory_mb: int, lifeline: int, node_options: str = "") -> Sequence[str]:
    """The command line of a runtime.

    A nodejs function gets nine tenths of its memory as heap, as on Lambda, unless its `NODE_OPTIONS` speak of the heap;
    every version runs on the Node of `CAUDAL_NODE`, every version of Python on the one that runs LocalStack.

    @param lifeline: number of the file descriptor at whose end the bootstrap has to end
    @raises UnsupportedRuntimeError: for another language
    @raises SettingError: when `CAUDAL_NODE` names no Node
    """
    if runtime.startswith("nodejs"):
        is_chosen = any(f"{size}-space-size" in node_options.replace("_", "-") for size in ("old", "semi"))
        heap = [] if is_chosen else [f"--max-old-space-size={memory_mb * 9 // 10}"]
        return [settings.node_binary(), *heap, str(BOOTSTRAPS / "node.mjs"), str(lifeline)]
    if runtime.startswith("python"):
        return [PYTHON, "-u", str(BOOTSTRAPS / "python.py"), str(lifeline)]
    raise UnsupportedRuntimeError(runtime)
