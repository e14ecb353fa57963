"""Mappings of a registered consumer of a stream (enhanced fan-out), which LocalStack takes for a stream's ARN."""

from typing import Any

from botocore.exceptions import ClientError
from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_.event_source_mapping.pipe_utils import get_internal_client
from localstack.services.lambda_.provider import LambdaProvider
from localstack.utils.aws.client_types import ServicePrincipal
from localstack.utils.patch import patch


def check_consumers() -> None:
    """Has a new mapping look for the consumer, where LocalStack would look for a stream of that name."""

    @patch(LambdaProvider.check_service_resource_exists)
    def check_service_resource_exists(
        original: Any,
        self: LambdaProvider,
        service: str,
        resource_arn: str,
        function_arn: str,
        function_role_arn: str,
    ) -> None:
        if not is_consumer(resource_arn):
            original(self, service, resource_arn, function_arn, function_role_arn)
            return
        kinesis = get_internal_client(
            arn=resource_arn,
            role_arn=function_role_arn,
            service_principal=ServicePrincipal.lambda_,
            source_arn=function_arn,
        )
        try:
            kinesis.describe_stream_consumer(ConsumerARN=resource_arn)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            raise InvalidParameterValueException(f"Stream not found: {resource_arn}", Type="User") from error


def is_consumer(arn: str) -> bool:
    """Whether an ARN names a registered consumer of a Kinesis stream: `…:stream/<stream>/consumer/<name>:<second>`."""
    fields = arn.split(":", 5)
    return fields[2:3] == ["kinesis"] and fields[-1].split("/")[2:3] == ["consumer"]
