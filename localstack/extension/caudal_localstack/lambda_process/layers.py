"""The layers of a function: their files, which a process sees below `/opt`, and the variables that lead to them.

https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
"""

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from localstack.services.lambda_.invocation.lambda_models import LayerVersion

OPT = "/opt"
"""Where a process sees the layers."""


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


def found(variables: dict[str, str], opt: Path, runtime: str) -> dict[str, str]:
    """Variables with which programs and libraries of layers are found as well, before those of the runtime.

    https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html#packaging-layers-paths
    """
    node = f"node{runtime.removeprefix('nodejs').removesuffix('.x')}"
    modules = [f"{opt}/nodejs/{node}/node_modules", f"{opt}/nodejs/node_modules", variables.get("NODE_PATH")]
    return {
        **variables,
        "PATH": f"{variables['PATH']}:{opt}/bin",
        "LD_LIBRARY_PATH": f"{opt}/lib",
        "NODE_PATH": ":".join(folder for folder in modules if folder),
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
