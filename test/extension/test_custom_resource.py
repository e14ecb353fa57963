"""Custom resources: the request to the function, the answer from it, update and deletion."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from localstack.aws.api.cloudformation import ChangeAction
from localstack.services.cloudformation.engine.v2.change_set_model_preproc import PreprocProperties
from localstack.services.cloudformation.resource_provider import OperationStatus

from caudal_localstack.cloudformation import custom_resource_answers as answers
from caudal_localstack.cloudformation.custom_resource import CustomResourceProvider, as_text
from caudal_localstack.cloudformation.rollback_state import Step
from conftest import MakeSandbox, invocation

TOKEN = "arn:aws:lambda:us-east-1:000000000000:function:maker"


class Sent(list):
    """The messages that functions and topics were sent."""

    def invoke(self, FunctionName: str, InvocationType: str, Payload: str) -> None:
        self.append(json.loads(Payload))

    def publish(self, TopicArn: str, Message: str) -> None:
        self.append(json.loads(Message))


@pytest.fixture
def sent() -> Sent:
    return Sent()


def a_request(sent: Sent, desired: dict, previous: dict | None = None, context: dict | None = None) -> SimpleNamespace:
    """A request as LocalStack's engine makes it."""
    return SimpleNamespace(
        desired_state=desired,
        previous_state=previous,
        custom_context=context or {},
        stack_id="arn:stack",
        stack_name="pile",
        logical_resource_id="Mine",
        resource_type="Custom::Mine",
        aws_client_factory=SimpleNamespace(lambda_=sent, sns=sent),
    )


def run(action: str, sent: Sent, answer: dict[str, Any] | bytes, desired: dict, previous: dict | None = None) -> Any:
    """Calls the provider as LocalStack's engine does, and answers the first request."""
    request = a_request(sent, desired, previous)
    call = getattr(CustomResourceProvider(), action)
    event = call(request)
    if event.status is not OperationStatus.IN_PROGRESS:
        return event
    request.custom_context |= event.custom_context
    assert call(request).status is OperationStatus.IN_PROGRESS
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    assert answers.receive(sent[0]["ResponseURL"].split("/")[-1], body)
    return call(request)


def test_create_gives_physical_id_and_attributes(sent: Sent) -> None:
    answer = {"Status": "SUCCESS", "PhysicalResourceId": "one", "Data": {"Arn": "arn:one", "Size": "of the answer"}}
    event = run("create", sent, answer, {"ServiceToken": TOKEN, "Size": 3, "Deep": {"On": True}})
    assert event.status is OperationStatus.SUCCESS
    assert event.resource_model["PhysicalResourceId"] == "one"
    assert (event.resource_model["Arn"], event.resource_model["Size"]) == ("arn:one", "of the answer")
    [request] = sent
    assert request["RequestType"] == "Create"
    assert (request["StackId"], request["LogicalResourceId"], request["ResourceType"]) == (
        "arn:stack",
        "Mine",
        "Custom::Mine",
    )
    assert request["ResourceProperties"] == {"ServiceToken": TOKEN, "Size": "3", "Deep": {"On": "true"}}
    assert "PhysicalResourceId" not in request


def test_a_failure_is_told_with_its_reason(sent: Sent) -> None:
    event = run("create", sent, {"Status": "FAILED", "Reason": "no room"}, {"ServiceToken": TOKEN})
    assert event.status is OperationStatus.FAILED
    assert event.message == "Received response status [FAILED] from custom resource. Message returned: no room"


@pytest.mark.parametrize(("answered", "told"), [({"PhysicalResourceId": "half"}, "half"), ({}, r"pile-Mine-\w+")])
def test_a_roll_back_deletes_what_failed_to_be_made(sent: Sent, answered: dict, told: str) -> None:
    """CloudFormation makes up the physical id where the function gave none."""
    desired = {"ServiceToken": TOKEN, "Size": 3}
    made = run("create", Sent(), {"Status": "FAILED", "Reason": "no room", **answered}, desired)
    step = Step(ChangeAction.Add, "Mine", "Custom::Mine", None, PreprocProperties(desired), made)
    assert step.has_made_something
    run("delete", sent, {"Status": "SUCCESS"}, step.model, step.model)
    assert (sent[0]["RequestType"], sent[0]["ResourceProperties"]["Size"]) == ("Delete", "3")
    assert re.fullmatch(told, sent[0]["PhysicalResourceId"])


def test_a_roll_back_of_a_failed_update_gives_what_the_template_gave(sent: Sent) -> None:
    made = run(
        "create",
        Sent(),
        {"Status": "SUCCESS", "PhysicalResourceId": "one", "Data": {"Arn": "arn:one"}},
        {"ServiceToken": TOKEN, "Size": 3},
    )
    refused = run("update", Sent(), {"Status": "FAILED"}, {"ServiceToken": TOKEN, "Size": 4}, made.resource_model)
    answer = {"Status": "SUCCESS", "PhysicalResourceId": "one"}
    run("update", sent, answer, made.resource_model, refused.resource_model)
    assert sent[0]["PhysicalResourceId"] == "one"
    assert sent[0]["ResourceProperties"] == {"ServiceToken": TOKEN, "Size": "3"}
    assert sent[0]["OldResourceProperties"] == {"ServiceToken": TOKEN, "Size": "4"}


def test_an_answer_that_is_no_json_is_a_failure(sent: Sent) -> None:
    assert run("create", sent, b"<html>", {"ServiceToken": TOKEN}).status is OperationStatus.FAILED


@pytest.mark.parametrize(("new_id", "kinds"), [("one", ["Update"]), ("two", ["Update", "Delete"])])
def test_update_deletes_what_it_replaces(sent: Sent, new_id: str, kinds: list[str]) -> None:
    made = run("create", Sent(), {"Status": "SUCCESS", "PhysicalResourceId": "one"}, {"ServiceToken": TOKEN, "Size": 3})
    desired = {"ServiceToken": TOKEN, "Size": 4}
    answer = {"Status": "SUCCESS", "PhysicalResourceId": new_id}
    event = run("update", sent, answer, desired, made.resource_model)
    assert event.resource_model["PhysicalResourceId"] == new_id
    assert [request["RequestType"] for request in sent] == kinds
    assert sent[0]["OldResourceProperties"]["Size"] == "3"
    assert all(request["PhysicalResourceId"] == "one" for request in sent)


def test_delete_names_what_it_deletes(sent: Sent) -> None:
    made = run("create", Sent(), {"Status": "SUCCESS", "PhysicalResourceId": "one"}, {"ServiceToken": TOKEN, "Size": 3})
    event = run("delete", sent, {"Status": "SUCCESS"}, made.resource_model, made.resource_model)
    assert event.status is OperationStatus.SUCCESS
    assert sent[0]["PhysicalResourceId"] == "one"
    assert sent[0]["ResourceProperties"] == {"ServiceToken": TOKEN, "Size": "3"}


def test_what_was_never_made_is_not_asked_to_be_deleted(sent: Sent) -> None:
    event = run("delete", sent, {}, {"ServiceToken": TOKEN})
    assert event.status is OperationStatus.SUCCESS
    assert sent == []


def test_a_topic_may_take_the_request(sent: Sent) -> None:
    token = "arn:aws:sns:us-east-1:000000000000:makers"
    assert run("create", sent, {"Status": "SUCCESS", "PhysicalResourceId": "one"}, {"ServiceToken": token}).status
    assert sent[0]["ServiceToken"] == token


def test_it_is_asked_again_when_localstack_was_killed_before_the_answer(sent: Sent) -> None:
    request = a_request(sent, {"ServiceToken": TOKEN}, context={"answer": "drawn by a LocalStack that was killed"})
    event = CustomResourceProvider().create(request)
    assert event.status is OperationStatus.IN_PROGRESS
    assert [each["RequestType"] for each in sent] == ["Create"]
    assert sent[0]["ResponseURL"].endswith(event.custom_context["answer"])


def test_a_success_without_physical_id_is_a_failure(sent: Sent) -> None:
    event = run("create", sent, {"Status": "SUCCESS"}, {"ServiceToken": TOKEN})
    assert (event.status, event.message) == (OperationStatus.FAILED, "Invalid PhysicalResourceId")


def test_nobody_expects_a_foreign_answer() -> None:
    assert not answers.receive("unknown", b"{}")


def test_numbers_and_booleans_become_text() -> None:
    assert as_text({"a": [1, 2.5, False, None, "x"]}) == {"a": ["1", "2.5", "false", None, "x"]}


ANSWERING = """
const https = require('https');
exports.handler = (event) => new Promise((resolve, reject) => {
  const options = { hostname: 'localhost', path: '/_caudal/custom-resources/x', method: 'PUT', headers: { a: '1' } };
  const args = { options: [options], url: [event.url + options.path, { method: 'PUT' }] }[event.form];
  https.request(...args, (response) => resolve(response.statusCode)).on('error', reject).end('{}');
});
"""


@pytest.mark.parametrize("form", ["options", "url"])
def test_a_node_function_answers_though_it_calls_https(make_sandbox: MakeSandbox, form: str) -> None:
    seen: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            seen.append((self.command, self.path))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        sandbox = make_sandbox({"index.js": ANSWERING}, own={"AWS_ENDPOINT_URL": url})
        assert sandbox.invoke(invocation(json.dumps({"form": form, "url": url}))).payload == b"200"
    finally:
        server.shutdown()
        server.server_close()
    assert seen == [("PUT", "/_caudal/custom-resources/x")]
