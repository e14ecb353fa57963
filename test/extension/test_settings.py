"""Environment variables that are wrong are named, with the value and what is wanted."""

import json

import pytest

from caudal_localstack import settings
from caudal_localstack.lambda_process import runtimes


def test_credentials_come_from_a_file(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps({"username": "u", "password": "p"}))
    monkeypatch.setenv("CAUDAL_CASSANDRA_CREDENTIALS", str(file))
    monkeypatch.setenv("CAUDAL_CASSANDRA_PORT", "19042")

    assert settings.cassandra() == settings.CassandraSettings("127.0.0.1", 19042, "u", "p")


def test_a_bad_credentials_file_is_named_but_not_shown(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "credentials.json"
    file.write_text('{"password": "hidden"}')
    monkeypatch.setenv("CAUDAL_CASSANDRA_CREDENTIALS", str(file))

    with pytest.raises(settings.SettingError, match=r"credentials\.json") as raised:
        settings.cassandra()
    assert "hidden" not in str(raised.value)


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1"])
def test_a_port_out_of_range(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("CAUDAL_KINESIS_PORT", port)
    with pytest.raises(settings.SettingError, match=rf'CAUDAL_KINESIS_PORT must be a port .*"{port}"'):
        settings.kinesis_port()


def test_no_port_leaves_the_server_to_localstack(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAUDAL_DYNAMODB_PORT", raising=False)
    assert settings.dynamodb_port() is None


def test_a_missing_node_and_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(runtimes.UnsupportedRuntimeError, match="java21"):
        runtimes.command("java21", 128, 3)
    monkeypatch.setenv("CAUDAL_NODE", "node")
    with pytest.raises(settings.SettingError, match=r'CAUDAL_NODE must be the absolute path .*"node"'):
        runtimes.command("nodejs24.x", 128, 3)
