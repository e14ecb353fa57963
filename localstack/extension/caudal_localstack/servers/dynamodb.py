"""LocalStack's DynamoDB provider in front of a DynamoDB Local that somebody else runs."""

from localstack.runtime import hooks
from localstack.services.dynamodb.server import DynamodbServer

from caudal_localstack import settings


class RunningDynamodb(DynamodbServer):
    """Stands where LocalStack's own server would; starts, stops and wipes nothing."""

    def __init__(self, port: int) -> None:
        super().__init__(port, settings.HOST)

    def start_dynamodb(self) -> bool:
        """Nothing to start: the server is another process."""
        return True

    def stop_dynamodb(self) -> None:
        """Nothing: the server outlives LocalStack and keeps its data."""


@hooks.on_infra_start()
def forward_dynamodb() -> None:
    """Gives the DynamoDB providers the running server, when `CAUDAL_DYNAMODB_PORT` names one."""
    if port := settings.dynamodb_port():
        server = RunningDynamodb(port)
        DynamodbServer.get = staticmethod(lambda: server)
