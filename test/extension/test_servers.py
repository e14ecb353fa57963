"""Tests of the servers that stand where LocalStack's own would."""

from caudal_localstack.servers.dynamodb import RunningDynamodb

_NOBODY_LISTENS = 1


def test_dynamodb_is_started_and_stopped_by_somebody_else() -> None:
    """LocalStack drops what a start throws, and with it the rest of what the provider does at its start."""
    server = RunningDynamodb(_NOBODY_LISTENS)
    assert server.start_dynamodb()
    server.stop_dynamodb()
