"""Tests of what LocalStack's hooks do about the state, and of what starts with it."""

from pathlib import Path
from typing import Any

import pytest
from localstack.services.cloudformation.v2 import provider
from localstack.services.cloudformation.v2.entities import Stack
from localstack.services.plugins import ServiceDisabled

from caudal_localstack.settings import SettingError
from caudal_localstack.state import loading, plugin
from caudal_localstack.state.folder import StateFolder
from caudal_localstack.state.keeper import Keeper
from caudal_localstack.state.stacks import watch

_PATIENCE_S = 10.0


def test_localstack_does_not_start_without_keeping_what_it_was_told_to_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_STATE_FOLDER", "some/folder")
    with pytest.raises(SettingError, match="CAUDAL_STATE_FOLDER must be the absolute path"):
        run(plugin.load_state)


def test_nothing_is_kept_without_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAUDAL_STATE_FOLDER", raising=False)
    for hook in (plugin.load_state, plugin.resume_work, plugin.save_state):
        run(hook)


def run(hook: Any) -> None:
    """As LocalStack's hook manager does; it passes over a plug-in that cannot say whether it should be loaded."""
    spec = hook.__pluginspec__
    found = spec.factory()
    try:
        is_wanted = found.should_load()
    except Exception:
        return
    if is_wanted:
        found.load()
        found()


def test_a_stack_is_saved_when_the_engine_has_put_down_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    seen: list[list[str]] = []

    class Seeing:
        """Stands where the keeper would."""

        def changed(self, _service: str) -> None:
            seen.append([*done])

    monkeypatch.setattr(provider, "start_worker_thread", provider.start_worker_thread)
    for name in ("set_stack_status", "set_resource_status"):
        monkeypatch.setattr(Stack, name, getattr(Stack, name))
    watch.announce_changes(Seeing())
    provider.start_worker_thread(lambda *_: done.append("outputs")).join(_PATIENCE_S)
    assert seen == [["outputs"]]


def test_the_state_of_a_service_that_is_switched_off_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Off:
        def require(self, name: str) -> None:
            raise ServiceDisabled(f"{name} is not among SERVICES")

    monkeypatch.setattr(loading, "SERVICE_PLUGINS", Off())
    folder = StateFolder(tmp_path)
    folder.save("sqs", b"queues")
    assert loading.load_services(folder, Keeper(lambda _: b"", folder.save)) == []
    assert folder.load("sqs") == b"queues"
    folder.close()
