"""LocalStack's Kinesis provider in front of a Kinesis engine that somebody else runs."""

from localstack.runtime import hooks
from localstack.services.kinesis.kinesis_mock_server import KinesisServerManager
from localstack.utils.serving import Server
from localstack.utils.sync import poll_condition

from caudal_localstack import settings


class RunningKinesis(Server):
    """Stands where LocalStack's own server would; starts and stops nothing."""

    def __init__(self, port: int) -> None:
        super().__init__(port, settings.HOST)

    def start(self) -> bool:
        """Nothing to start: the server is another process."""
        return False

    def wait_is_up(self, timeout: float | None = None) -> bool:
        """Waits up to `timeout` seconds until the port is open."""
        return poll_condition(self.is_up, timeout=timeout)

    def is_up(self) -> bool:
        """Whether the port is open."""
        return self.health()

    def shutdown(self) -> None:
        """Nothing: the server outlives LocalStack and keeps its data."""


@hooks.on_infra_start()
def forward_kinesis() -> None:
    """Gives the Kinesis provider the running server, when `CAUDAL_KINESIS_PORT` names one.

    One server serves all accounts, since the engine keeps one account.
    """
    if port := settings.kinesis_port():
        KinesisServerManager.default_startup_timeout = 10
        KinesisServerManager._create_kinesis_mock_server = lambda _manager, _account: RunningKinesis(port)
