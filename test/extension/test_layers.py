"""Layers: files below `/opt`, and the variables that lead to programs and libraries in them."""

import json
from pathlib import Path

import pytest

from caudal_localstack.lambda_process import layers
from caudal_localstack.lambda_process.home import mounts_are_possible
from conftest import MakeSandbox, invocation


def make_layer(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    return folder


@pytest.mark.parametrize("plain", [False, True])
def test_python_finds_modules_and_programs(make_sandbox: MakeSandbox, tmp_path: Path, plain: bool) -> None:
    layer = make_layer(
        tmp_path / "a", {"python/greeting.py": "TEXT = 'hello'", "bin/tool": "#!/bin/sh\necho from a tool"}
    )
    code = """
import greeting, subprocess
def handler(event, context):
    return [greeting.TEXT, subprocess.check_output(["tool"], text=True).strip()]
"""
    sandbox = make_sandbox({"index.py": code}, runtime="python3.13", layers=(layer,), plain=plain)
    assert json.loads(sandbox.invoke(invocation()).payload) == ["hello", "from a tool"]


def test_node_finds_modules(make_sandbox: MakeSandbox, tmp_path: Path) -> None:
    layer = make_layer(tmp_path / "a", {"nodejs/node_modules/greeting/index.js": "module.exports = 'hello'"})
    code = "exports.handler = async () => require('greeting')"
    sandbox = make_sandbox({"index.js": code}, layers=(layer,))
    assert json.loads(sandbox.invoke(invocation()).payload) == "hello"


def test_a_later_layer_wins(make_sandbox: MakeSandbox, tmp_path: Path) -> None:
    first = make_layer(tmp_path / "a", {"python/one.py": "N = 1", "python/two.py": "N = 1"})
    second = make_layer(tmp_path / "b", {"python/two.py": "N = 2"})
    code = "import one, two\ndef handler(event, context):\n    return [one.N, two.N]"
    sandbox = make_sandbox({"index.py": code}, runtime="python3.13", layers=(first, second))
    assert json.loads(sandbox.invoke(invocation()).payload) == [1, 2]


@pytest.mark.skipif(not mounts_are_possible(), reason="no mount namespaces here: /opt is the machine's")
def test_layers_are_at_opt_and_their_scripts_find_lambdas_python(make_sandbox: MakeSandbox, tmp_path: Path) -> None:
    layer = make_layer(tmp_path / "a", {"tool/run": "#!/var/lang/bin/python\nimport sys; print(sys.version_info[:2])"})
    code = """
import os, subprocess
def handler(event, context):
    said = subprocess.check_output(["/opt/tool/run"], text=True).strip()
    return [os.listdir("/opt"), said, os.access("/opt", os.W_OK)]
"""
    sandbox = make_sandbox({"index.py": code}, runtime="python3.13", layers=(layer,))
    assert json.loads(sandbox.invoke(invocation()).payload) == [["tool"], "(3, 13)", False]


def test_layers_may_have_the_same_links(tmp_path: Path) -> None:
    both = [make_layer(tmp_path / name, {"lib/libx.so.1": name}) for name in ("a", "b")]
    for layer in both:
        (layer / "lib" / "libx.so").symlink_to("libx.so.1")
    merged = layers.merged(both, tmp_path / "merged")
    assert merged is not None
    assert (merged / "lib" / "libx.so").read_text() == "b"


def test_a_layer_writes_nothing_through_the_links_of_another(tmp_path: Path) -> None:
    outside = make_layer(tmp_path / "outside", {"file": "mine"})
    first = make_layer(tmp_path / "a", {"python/one.py": "N = 1"})
    (first / "folder").symlink_to(outside)
    (first / "file").symlink_to(outside / "file")
    second = make_layer(tmp_path / "b", {"folder/file": "theirs", "folder/new": "theirs", "file": "theirs"})
    (second / "python").symlink_to(outside)
    merged = layers.merged((first, second), tmp_path / "merged")
    assert merged is not None
    assert [file.name for file in outside.iterdir()] == ["file"]
    assert (outside / "file").read_text() == "mine"
    assert (merged / "file").read_text() == (merged / "folder" / "new").read_text() == "theirs"
    assert (merged / "python").is_symlink()


def test_without_layers_no_variable_speaks_of_them() -> None:
    assert layers.merged((), Path("/nonexistent")) is None


@pytest.mark.parametrize("plain", [False, True])
def test_node_brings_the_sdk_as_on_aws(make_sandbox: MakeSandbox, plain: bool) -> None:
    code = """
exports.handler = async () => [typeof require('@aws-sdk/client-s3').S3Client, require.resolve.paths('x').length > 0,
  await import('cassandra-driver').then(() => 'found', ({ code }) => code)]
"""
    sandbox = make_sandbox({"index.js": code}, plain=plain)
    assert json.loads(sandbox.invoke(invocation()).payload) == ["function", True, "ERR_MODULE_NOT_FOUND"]
