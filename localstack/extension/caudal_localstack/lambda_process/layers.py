"""The layers of a function: their files, which a process sees below `/opt`, and the variables that lead to them.

https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from localstack.services.lambda_.invocation.lambda_models import LayerVersion

from caudal_localstack import settings
from caudal_localstack.lambda_process.runtimes import PYTHON

OPT = "/opt"
"""Where a process sees the layers."""

LANG = "/var/lang"
"""Where Lambda's runtimes lie: scripts of layers name interpreters there in their first line."""


def unpack(layers: Iterable[LayerVersion]) -> tuple[Path, ...]:
    """Unzips the layers of a version, each once for all functions; gives their folders in the version's order."""
    codes = [layer.code for layer in layers if layer.code is not None]
    for code in codes:
        code.prepare_for_execution()
    return tuple(code.get_unzipped_code_location() for code in codes)


def merged(layers: Sequence[Path], folder: Path) -> Path | None:
    """One folder with the files of all layers, those of a later one over an earlier one's; a single one as it lies."""
    if len(layers) <= 1:
        return next(iter(layers), None)
    for layer in layers:
        _lay_over(layer, folder)
    return folder


def interpreters(folder: Path) -> Path:
    """Makes what a process sees as `/var/lang`: links to the Python and the Node that functions run on."""
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "python3"):
        (programs / name).symlink_to(PYTHON)
    if os.environ.get("CAUDAL_NODE"):
        (programs / "node").symlink_to(settings.node_binary())
    return folder


def variables(opt: Path, runtime: str) -> dict[str, str]:
    """What lets programs and libraries of layers be found.

    https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths
    """
    node = f"node{runtime.removeprefix('nodejs').removesuffix('.x')}"
    return {
        "PATH": f"/usr/local/bin:/usr/bin:/bin:{opt}/bin",
        "LD_LIBRARY_PATH": f"{opt}/lib",
        "NODE_PATH": f"{opt}/nodejs/{node}/node_modules:{opt}/nodejs/node_modules",
        "PYTHONPATH": f"{opt}/python/lib/{runtime.removesuffix('.x')}/site-packages:{opt}/python",
    }


def _lay_over(layer: Path, folder: Path) -> None:
    """Links are copied as such, and none of an earlier layer is followed: it may lead out of the folder."""
    folder.mkdir(exist_ok=True)
    for entry in layer.iterdir():
        place = folder / entry.name
        are_folders = _is_folder(entry) and _is_folder(place)
        if _is_folder(place) and not are_folders:
            shutil.rmtree(place)
        elif not are_folders:
            place.unlink(missing_ok=True)
        if _is_folder(entry):
            _lay_over(entry, place)
        else:
            shutil.copy2(entry, place, follow_symlinks=False)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()
