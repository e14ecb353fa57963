"""The environment variables of a function's process: its own and Lambda's reserved ones, nothing of this machine's.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from caudal_localstack.lambda_process import lang, layers

_FROM_LOCALSTACK = frozenset(
    {
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_FORMAT",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_LEVEL",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_XRAY_CONTEXT_MISSING",
        "AWS_XRAY_DAEMON_ADDRESS",
        "_HANDLER",
    }
)
"""What is taken of the variables that LocalStack computes; its private ones stay behind."""


@dataclass(frozen=True)
class Place:
    """Where a process runs, and where its Runtime API answers."""

    task_root: Path
    temporary: Path | None
    """What `TMPDIR` says; none: `/tmp` is the process's own."""
    runtime_dir: Path
    runtime_api: str
    """`host:port`."""
    lang: Path
    """What AWS calls `/var/lang`."""
    layers: Path | None = None
    """What AWS calls `/opt`; none: the function has no layers."""


def process_environment(
    computed: Mapping[str, object], own: Mapping[str, str], runtime: str, place: Place
) -> dict[str, str]:
    """The whole environment of a function's process.

    @param computed: variables as LocalStack computes them
    @param own: variables of the function; they win over Lambda's unreserved ones
    """
    taken = {name: str(value) for name, value in computed.items() if name in _FROM_LOCALSTACK}
    unreserved = {
        "LANG": "en_US.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "TZ": ":UTC",
    }
    if runtime.startswith("nodejs"):
        unreserved["NODE_PATH"] = lang.node_path(place.lang)
    if place.layers:
        unreserved = layers.found(unreserved, place.layers, runtime)
    if place.temporary:
        unreserved["TMPDIR"] = str(place.temporary)
    reserved = {
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{runtime}",
        "AWS_LAMBDA_RUNTIME_API": place.runtime_api,
        "LAMBDA_RUNTIME_DIR": str(place.runtime_dir),
        "LAMBDA_TASK_ROOT": str(place.task_root),
    }
    return {**taken, **unreserved, **own, **reserved}
