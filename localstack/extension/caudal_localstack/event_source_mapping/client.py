"""HTTP client of the runner's control server."""

import datetime
import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Any

from caudal_localstack import settings

TIMEOUT_SECONDS = 10


class RunnerDown(ConnectionError):
    """The runner did not answer. It may be starting; what was to be said must be said again."""


class RunnerFailed(RunnerDown):
    """The runner answered that it could not do this one thing; others it may do."""


class SettingsRefused(ValueError):
    """AWS would not take these settings. `code` is AWS's, the message AWS's text."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class RunnerClient:
    """Speaks to the runner on 127.0.0.1. A connection a call, so any thread may use it."""

    def __init__(self, port: int) -> None:
        self._port = port

    def validate(self, configuration: dict) -> None:
        """Raises SettingsRefused for what AWS refuses of a mapping, RunnerDown when nobody answers."""
        self._call("POST", "/validate", configuration)

    def put(self, configuration: dict, role_arn: str, enabled: bool) -> dict:
        """Tells the whole configuration of a mapping, new or known; positions are kept. Gives its status."""
        body = {"configuration": configuration, "roleArn": role_arn, "enabled": enabled}
        return self._call("PUT", f"/mappings/{configuration['UUID']}", body)

    def delete(self, uuid: str) -> None:
        """Drops a mapping and its positions. Returns when its last invocation is over."""
        self._call("DELETE", f"/mappings/{uuid}", timeout=None)

    def statuses(self) -> dict[str, dict]:
        """State, reason and last result of each mapping, by UUID."""
        return {status["uuid"]: status for status in self._call("GET", "/mappings")["mappings"]}

    def sync(self, uuids: list[str]) -> None:
        """Drops every mapping that is not among these."""
        self._call("POST", "/mappings/sync", {"uuids": uuids})

    def _call(self, method: str, path: str, body: Any = None, timeout: float | None = TIMEOUT_SECONDS) -> dict:
        connection = HTTPConnection(settings.HOST, self._port, timeout=timeout)
        try:
            content = None if body is None else json.dumps(body, default=_plain)
            connection.request(method, path, content, {"content-type": "application/json"})
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, HTTPException, ValueError) as error:
            raise RunnerDown(f"the event source mapping's runner on port {self._port}: {error}") from error
        finally:
            connection.close()
        if response.status == HTTPStatus.BAD_REQUEST:
            raise SettingsRefused(answer.get("code", "InvalidParameterValueException"), answer["message"])
        if response.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise RunnerFailed(f"{method} {path} answered {response.status}: {answer.get('message')}")
        return answer


def _plain(value: Any) -> str:
    """Times as ISO 8601 in UTC; LocalStack keeps times without a zone in the machine's own."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    raise TypeError(f"cannot tell the runner a {type(value).__name__}")
