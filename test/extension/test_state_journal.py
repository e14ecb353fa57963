"""Tests of the journal of an operation on a stack."""

from pathlib import Path

import pytest
from localstack.services.cloudformation.resource_provider import OperationStatus, ProgressEvent

from caudal_localstack.state.stacks.journal import Journal, Outcome, Progress, Step, keep_only

STACK = "arn:aws:cloudformation:us-east-1:000000000000:stack/tested/1"
DONE = Outcome(ProgressEvent(OperationStatus.SUCCESS, {"Id": "1"}), {"PhysicalResourceId": "1"})


def filled(folder: Path) -> Journal:
    """A journal of an operation that has done a step and is at the second."""
    journal = Journal(folder, STACK, is_resumed=False)
    journal.add(journal.next_step("First", "Add"), DONE)
    second = journal.next_step("Second", "Add")
    journal.add(second, Progress())
    journal.add(second, Progress({"Id": "2"}, {"REPEATED": True}))
    return journal


def test_an_operation_that_goes_on_finds_its_steps(tmp_path: Path) -> None:
    filled(tmp_path)
    again = Journal(tmp_path, STACK, is_resumed=True)
    first, second, third = (again.next_step(name, "Add") for name in ("First", "Second", "Third"))
    assert again.outcome(first) == DONE
    assert again.outcome(second) is None
    assert again.progress(second) == Progress({"Id": "2"}, {"REPEATED": True})
    assert again.progress(third) is None
    again.add(second, DONE)
    assert Journal(tmp_path, STACK, is_resumed=True).outcome(second) == DONE


def test_another_operation_begins_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    Journal(tmp_path, STACK, is_resumed=False)
    again = Journal(tmp_path, STACK, is_resumed=True)
    assert again.outcome(again.next_step("First", "Add")) is None


def test_journals_of_operations_that_have_ended_go(tmp_path: Path) -> None:
    filled(tmp_path)
    Journal(tmp_path, "another", is_resumed=False).add(Step("First", "Add"), DONE)
    keep_only(tmp_path, [STACK])
    again = Journal(tmp_path, STACK, is_resumed=True)
    assert again.outcome(again.next_step("First", "Add")) == DONE
    assert len(list(tmp_path.iterdir())) == 1


def test_what_a_roll_back_does_once_more_is_a_step_of_its_own(tmp_path: Path) -> None:
    journal = filled(tmp_path)
    assert journal.outcome(journal.next_step("First", "Add")) is None


@pytest.mark.parametrize("cut", range(1, 40, 6))
def test_a_kill_in_the_middle_of_an_entry_costs_that_entry(tmp_path: Path, cut: int) -> None:
    filled(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-cut])
    again = Journal(tmp_path, STACK, is_resumed=True)
    first, second = again.next_step("First", "Add"), again.next_step("Second", "Add")
    assert again.outcome(first) == DONE
    assert again.progress(second) == Progress()
    again.add(second, DONE)
    assert Journal(tmp_path, STACK, is_resumed=True).outcome(second) == DONE
