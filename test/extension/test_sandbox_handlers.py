"""Which handlers of Node functions are found, and how each kind of them answers."""

import json

import pytest

from conftest import MakeSandbox, invocation

NODE_22 = "nodejs22.x"
NODE_24 = "nodejs24.x"


@pytest.mark.parametrize(
    ("files", "handler"),
    [
        ({"index.mjs": "export const handler = async () => 'ok'"}, "index.handler"),
        ({"index.js": "exports.handler = async () => 'ok'"}, "index.handler"),
        ({"index.cjs": "exports.handler = () => 'ok'"}, "index.handler"),
        (
            {"index.js": "export const handler = async () => 'ok'", "package.json": '{"type":"module"}'},
            "index.handler",
        ),
        ({"index.mjs": "const word = await 'ok'; export const handler = async () => word"}, "index.handler"),
        ({"src/deep/main.js": "exports.api = { get: async () => 'ok' }"}, "src/deep/main.api.get"),
        ({"index.js": "module.exports = new Proxy({}, { get: () => async () => 'ok' })"}, "index.handler"),
    ],
)
def test_handlers_are_found(make_sandbox: MakeSandbox, files: dict[str, str], handler: str) -> None:
    assert make_sandbox(files, handler).invoke(invocation()).payload == b'"ok"'


@pytest.mark.parametrize(
    ("runtime", "handler", "answer"),
    [
        (NODE_22, "(event, context, done) => done(null, 'ok')", "ok"),
        (
            NODE_22,
            "(event, context, done) => { done(null, order); setTimeout(() => order.push('timer'), 50) }",
            ["timer"],
        ),
        (
            NODE_22,
            "(event, context, done) => { context.callbackWaitsForEmptyEventLoop = false; done(null, order);"
            " setTimeout(() => order.push('timer'), 500) }",
            [],
        ),
        (NODE_22, "(event, context, done) => {}", None),
        (NODE_22, "(event, context) => { context.succeed('ok') }", "ok"),
        (NODE_22, "(event, context) => 'a value without a promise'", None),
        (NODE_24, "(event, context) => 'ok'", "ok"),
        (NODE_24, "(event, context) => typeof context.done", "undefined"),
        (NODE_24, "(event, context) => Promise.resolve('ok')", "ok"),
    ],
)
def test_how_a_handler_answers(make_sandbox: MakeSandbox, runtime: str, handler: str, answer: object) -> None:
    sandbox = make_sandbox({"index.js": f"const order = []; exports.handler = {handler}"}, runtime=runtime)

    result = sandbox.invoke(invocation())

    assert not result.is_error
    assert json.loads(result.payload) == answer


@pytest.mark.parametrize(
    "handler",
    [
        "(event, context, done) => done(new TypeError('no'))",
        "(event, context) => { context.fail(new TypeError('no')) }",
    ],
)
def test_a_callback_that_gets_an_error(make_sandbox: MakeSandbox, handler: str) -> None:
    result = make_sandbox({"index.js": f"exports.handler = {handler}"}, runtime=NODE_22).invoke(invocation())

    assert result.is_error
    assert json.loads(result.payload)["errorType"] == "TypeError"


def test_node_24_takes_no_callback(make_sandbox: MakeSandbox) -> None:
    refused = make_sandbox({"index.js": "exports.handler = (event, context, done) => done()"}).invoke(invocation())

    assert json.loads(refused.payload)["errorType"] == "Runtime.CallbackHandlerDeprecated"


def test_a_promise_that_never_settles_leaves_the_process_alive(make_sandbox: MakeSandbox) -> None:
    code = "exports.handler = async (event) => event.hang ? new Promise(() => {}) : process.pid"
    sandbox = make_sandbox({"index.js": code})
    pid = sandbox.invoke(invocation()).payload

    assert json.loads(sandbox.invoke(invocation('{"hang":true}')).payload)["errorType"] == "Runtime.NodeJsExit"
    assert sandbox.invoke(invocation()).payload == pid
