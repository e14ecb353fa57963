"""Function URLs: what LocalStack's router leaves out of events and answers, and whom it should turn away.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
"""

import json
import re
from collections.abc import Callable

from localstack.aws.api import CommonServiceException
from localstack.aws.api.lambda_ import FunctionUrlAuthType, TooManyRequestsException
from localstack.http import Request, Response
from localstack.http.request import get_raw_path
from localstack.services.lambda_ import urlrouter
from localstack.services.lambda_.invocation.lambda_models import FunctionUrlConfig, InvocationResult
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.services.lambda_.urlrouter import FunctionUrlRouter
from localstack.utils.patch import patch

_SIGNED = re.compile(r"^AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/")


def install() -> None:
    """Wraps the router before it is made."""
    event_of = urlrouter.event_for_lambda_url
    response_of = urlrouter.lambda_result_to_response
    urlrouter.event_for_lambda_url = lambda api_id, request: completed(event_of(api_id, request), request, api_id)
    urlrouter.lambda_result_to_response = lambda result: answered(result, response_of)

    @patch(FunctionUrlRouter.handle_lambda_url_invocation)
    def handle_lambda_url_invocation(
        target: Callable[..., Response],
        self: FunctionUrlRouter,
        request: Request,
        api_id: str,
        region: str,
        **others: str,
    ) -> Response:
        config = _config(api_id, region)
        if config and config.auth_type == FunctionUrlAuthType.AWS_IAM and not _access_key(request):
            return _refusal(403, {"Message": "Forbidden"}, "AccessDeniedException")
        try:
            return target(self, request, api_id, region, **others)
        except TooManyRequestsException as error:
            body = {"Reason": error.Reason, "Type": "User", "message": error.message}
            return _refusal(429, body, error.code)
        except CommonServiceException as error:
            return _refusal(error.status_code, {"Message": error.message}, error.code)


def completed(event: dict, request: Request, api_id: str) -> dict:
    """The event with its cookies and, where the caller signed, with the caller; without an empty query.

    Its path stays percent-encoded, as function URLs leave it and HTTP APIs do not:
    https://github.com/hotsock/voker/pull/8
    """
    cookies = [cookie for cookie in re.split(r";\s*", request.headers.get("Cookie", "")) if cookie]
    if cookies:
        event["cookies"] = cookies
    if not event["queryStringParameters"]:
        del event["queryStringParameters"]
    context = event["requestContext"]
    event["rawPath"] = context["http"]["path"] = get_raw_path(request)
    context["http"]["sourceIp"] = context["http"]["sourceIp"] or request.remote_addr or ""
    config = _config(api_id, context["domainName"].partition(".lambda-url.")[2].partition(".")[0])
    if config and config.auth_type == FunctionUrlAuthType.AWS_IAM:
        account = config.function_arn.split(":")[4]
        context["accountId"] = account
        context["authorizer"] = {"iam": _caller(account, _access_key(request) or "")}
    return event


def answered(result: InvocationResult, described: Callable[[InvocationResult], Response]) -> Response:
    """The answer of a result that describes one, with a `Set-Cookie` header for each of its `cookies`.

    A result without `statusCode` describes none: all of it is the body.
    """
    try:
        answer = json.loads(result.payload or b"null")
    except ValueError:
        return described(result)
    if not isinstance(answer, dict):
        return described(result)
    if "statusCode" not in answer:
        return Response(json.dumps(answer, separators=(",", ":")), mimetype="application/json")
    response = described(result)
    for cookie in answer.get("cookies") or ():
        response.headers.add("Set-Cookie", cookie)
    return response


def _caller(account: str, access_key: str) -> dict:
    """LocalStack knows no users of its keys, so it is the account's root."""
    return {
        "accessKey": access_key,
        "accountId": account,
        "callerId": account,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": f"arn:aws:iam::{account}:root",
        "userId": account,
    }


def _access_key(request: Request) -> str | None:
    """Of a request that is signed, in a header or in its query. The signature itself is not checked."""
    signed = _SIGNED.match(request.headers.get("Authorization", ""))
    return signed["key"] if signed else request.args.get("X-Amz-Credential", "").partition("/")[0] or None


def _config(api_id: str, region: str) -> FunctionUrlConfig | None:
    for account in list(lambda_stores):
        for function in list(lambda_stores[account][region].functions.values()):
            for config in list(function.function_url_configs.values()):
                if config.url_id.lower() == api_id.lower():
                    return config
    return None


def _refusal(status: int, body: dict, kind: str) -> Response:
    response = Response(json.dumps(body), status, mimetype="application/json")
    response.headers["x-amzn-ErrorType"] = kind
    return response
