"""What Lambda's runtimes bring along, as a process sees it at `/var/lang`: interpreters, and for Node the AWS SDK.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
"""

import os
from pathlib import Path

from caudal_localstack import settings
from caudal_localstack.lambda_process.runtimes import PYTHON

LANG = "/var/lang"
"""Where Lambda's runtimes lie: scripts of layers name interpreters there in their first line."""


def make(folder: Path) -> Path:
    """Makes the folder, of links alone: what they lead to is this machine's."""
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "python3"):
        (programs / name).symlink_to(PYTHON)
    if os.environ.get("CAUDAL_NODE"):
        (programs / "node").symlink_to(settings.node_binary())
        if sdk := sdk_packages():
            modules = folder / "lib" / "node_modules"
            modules.mkdir(parents=True)
            (modules / "@aws-sdk").symlink_to(sdk / "@aws-sdk")
    return folder


def node_path(lang: Path) -> str:
    """Where `require` looks for what Lambda's Node brings."""
    return str(lang / "lib" / "node_modules")


def sdk_packages() -> Path | None:
    """The node modules of which `CAUDAL_NODE` is one (`node_modules/node/bin/node`), if the AWS SDK is among them."""
    modules = Path(settings.node_binary()).parent.parent.parent
    return modules if (modules / "@aws-sdk").is_dir() else None
