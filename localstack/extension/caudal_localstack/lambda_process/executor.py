"""LocalStack's view of an execution environment."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import LambdaRuntimeException, RuntimeExecutor

from caudal_localstack import settings
from caudal_localstack.lambda_process import layers, runtimes
from caudal_localstack.lambda_process.client_context import client_context_json
from caudal_localstack.lambda_process.home import make_home
from caudal_localstack.lambda_process.model import FunctionSettings, Invocation
from caudal_localstack.lambda_process.sandbox import Sandbox


def sandboxes_folder() -> Path:
    """Where the folders of all execution environments of this LocalStack lie."""
    return Path(config.dirs.tmp, "lambda-environments")


def remove_sandboxes() -> None:
    """Removes what a LocalStack that was killed has left."""
    shutil.rmtree(sandboxes_folder(), ignore_errors=True)


@dataclass
class MeasuredResult(InvocationResult):
    """An invocation's result with its duration, which LocalStack hands through to those who record metrics."""

    duration_ms: float = 0


class ProcessExecutor(RuntimeExecutor):
    """Runs a function version as a process of this machine."""

    is_shutting_down = False
    """Whether LocalStack ends, so that nothing is waited for any more."""

    client_context: str | None = None
    """That of the next invocation, in base64: LocalStack knows it and doesn't pass it on (`lambda_service`)."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._sandbox: Sandbox | None = None

    def start(self, env_vars: dict[str, str]) -> None:
        """Starts the environment. A failing init phase is no failure of this: the first invocation returns it."""
        version = self.function_version
        function = _settings(version)
        if not function.code.is_dir():
            version.config.code.prepare_for_execution()
        own = version.config.environment or {}
        self._sandbox = Sandbox(function, env_vars, own, make_home(function, sandboxes_folder() / self.id))
        self._sandbox.start()

    def stop(self) -> None:
        """Ends the environment, after the invocation that is running; at once where LocalStack itself ends."""
        if self._sandbox:
            if not self.is_shutting_down:
                self._sandbox.finish()
            self._sandbox.stop()

    def invoke(self, payload: dict[str, str]) -> MeasuredResult:
        """Runs one invocation."""
        request_id = payload["invoke-id"]
        result = self._started().invoke(
            Invocation(
                request_id=request_id,
                function_arn=payload["invoked-function-arn"],
                event=payload["payload"].encode(),
                trace_id=payload.get("trace-id", ""),
                client_context=client_context_json(self.client_context),
            )
        )
        return MeasuredResult(
            request_id,
            result.payload,
            is_error=result.is_error,
            logs=result.logs,
            duration_ms=result.duration_ms,
        )

    def get_address(self) -> str:
        """Address of the environment."""
        return settings.HOST

    def get_endpoint_from_executor(self) -> str:
        """Address of LocalStack as the function sees it."""
        return settings.HOST

    def get_runtime_endpoint(self) -> str:
        """Part of LocalStack's own protocol with its containers, which a process does not speak."""
        return ""

    def get_logs(self) -> str:
        """What the environment has written lately."""
        return self._sandbox.output() if self._sandbox else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """Unzips the code.

        @raises LambdaRuntimeException, UnsupportedRuntimeError, SettingError: why the function becomes `Failed`
        """
        code = function_version.config.code
        if code is None:
            raise LambdaRuntimeException("PackageType must be Zip to run as a process (received an image)")
        runtimes.command(function_version.config.runtime or "", function_version.config.memory_size, 0)
        code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """Nothing: LocalStack removes the code, and each environment its own folders."""

    def _started(self) -> Sandbox:
        if self._sandbox is None:
            raise LambdaRuntimeException(f"the execution environment {self.id} has not been started")
        return self._sandbox


def _settings(version: FunctionVersion) -> FunctionSettings:
    configured = version.config
    return FunctionSettings(
        name=version.id.function_name,
        version=version.id.qualifier,
        runtime=configured.runtime or "",
        code=configured.code.get_unzipped_code_location(),
        memory_mb=configured.memory_size,
        timeout_s=configured.timeout,
        hot_reload=configured.code.is_hot_reloading(),
        ephemeral_storage_mb=configured.ephemeral_storage.size,
        layers=layers.unpack(configured.layers),
        system_log_level=_system_log_level(configured.logging_config),
    )


def _system_log_level(logging: Mapping[str, str] | None) -> str | None:
    if not logging or logging.get("LogFormat") != "JSON":
        return None
    return logging.get("SystemLogLevel") or "INFO"
