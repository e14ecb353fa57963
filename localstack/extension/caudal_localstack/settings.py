"""The environment variables by which the supervisor tells LocalStack where its companions are."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"


class SettingError(RuntimeError):
    """An environment variable is missing or unusable; the message names it, its value and what to do."""


@dataclass(frozen=True)
class CassandraSettings:
    """Where Cassandra answers, and as whom to speak to it. Without credentials none are sent."""

    host: str
    port: int
    username: str | None = None
    password: str | None = None


def cassandra() -> CassandraSettings:
    """Reads `CAUDAL_CASSANDRA_HOST` (127.0.0.1), `_PORT` (9042) and the JSON file named by `_CREDENTIALS`."""
    host = os.environ.get("CAUDAL_CASSANDRA_HOST", HOST)
    port = _port("CAUDAL_CASSANDRA_PORT", 9042)
    file = os.environ.get("CAUDAL_CASSANDRA_CREDENTIALS")
    if not file:
        return CassandraSettings(host, port)
    try:
        credentials = json.loads(Path(file).read_text(encoding="utf-8"))
        return CassandraSettings(host, port, credentials["username"], credentials["password"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingError(
            f'CAUDAL_CASSANDRA_CREDENTIALS must name a JSON file {{"username", "password"}} (received "{file}": '
            f"{type(error).__name__})"
        ) from error


def dynamodb_port() -> int | None:
    """`CAUDAL_DYNAMODB_PORT`: where DynamoDB Local listens on 127.0.0.1. None: LocalStack starts its own."""
    return _port("CAUDAL_DYNAMODB_PORT")


def kinesis_port() -> int | None:
    """`CAUDAL_KINESIS_PORT`: where the Kinesis engine listens on 127.0.0.1. None: LocalStack starts its own."""
    return _port("CAUDAL_KINESIS_PORT")


def mapping_port() -> int | None:
    """`CAUDAL_MAPPING_PORT`: where the mappings' runner listens on 127.0.0.1. None: LocalStack polls itself."""
    return _port("CAUDAL_MAPPING_PORT")


def state_folder() -> Path | None:
    """`CAUDAL_STATE_FOLDER`: absolute path of the folder that keeps LocalStack's state. None: nothing is kept."""
    text = os.environ.get("CAUDAL_STATE_FOLDER")
    if not text:
        return None
    if not Path(text).is_absolute():
        raise SettingError(f'CAUDAL_STATE_FOLDER must be the absolute path of a folder (received "{text}")')
    return Path(text)


def node_binary() -> str:
    """`CAUDAL_NODE`: absolute path of the Node binary of `nodejs` functions."""
    binary = os.environ.get("CAUDAL_NODE", "")
    if not Path(binary).is_absolute() or not os.access(binary, os.X_OK):
        raise SettingError(f'CAUDAL_NODE must be the absolute path of a Node binary (received "{binary}")')
    return binary


def _port[Fallback: int | None](variable: str, fallback: Fallback = None) -> int | Fallback:
    text = os.environ.get(variable)
    if not text:
        return fallback
    if not text.isdecimal() or not 0 < int(text) < 1 << 16:
        raise SettingError(f'{variable} must be a port from 1 to 65535 (received "{text}")')
    return int(text)
