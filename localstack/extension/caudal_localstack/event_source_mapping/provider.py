"""What changes in LocalStack's Lambda provider, by its own patch helper and its worker factory."""

from typing import Any

from localstack.aws.api import CommonServiceException, RequestContext
from localstack.aws.api.lambda_ import InvalidParameterValueException
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmWorker
from localstack.services.lambda_.event_source_mapping.esm_worker_factory import EsmWorkerFactory
from localstack.services.lambda_.provider import LambdaProvider
from localstack.utils.patch import patch

from caudal_localstack.event_source_mapping.client import RunnerClient, RunnerDown, SettingsRefused
from caudal_localstack.event_source_mapping.registered_consumer import check_consumers
from caudal_localstack.event_source_mapping.registry import Registry
from caudal_localstack.event_source_mapping.worker import RunnerWorker


def take_over(client: RunnerClient) -> Registry:
    """Has the runner run every mapping of a Kinesis or DynamoDB stream; other sources stay with LocalStack."""
    registry = Registry(client)
    _give_workers(registry)
    _validate(client)
    check_consumers()
    _show_fresh_states(registry)
    return registry


def _give_workers(registry: Registry) -> None:
    @patch(EsmWorkerFactory.get_esm_worker)
    def get_esm_worker(original: Any, self: EsmWorkerFactory) -> EsmWorker:
        if not is_stream(self.esm_config):
            return original(self)
        return RunnerWorker(registry, self.esm_config, self.function_role_arn, self.enabled)


def _validate(client: RunnerClient) -> None:
    """LocalStack checks that function and source are there; the runner knows the settings that AWS refuses."""

    @patch(LambdaProvider.validate_event_source_mapping)
    def validate_event_source_mapping(
        original: Any, self: LambdaProvider, context: RequestContext, request: dict
    ) -> Any:
        found = original(self, context, request)
        if is_stream(request):
            function_arn = found[0]
            try:
                client.validate({**request, "FunctionArn": function_arn})
            except SettingsRefused as refused:
                raise _as_aws_says(refused) from refused
            except RunnerDown:
                # It is asked again when the mapping is told, and its log says what is wrong.
                pass
        return found


def _as_aws_says(refused: SettingsRefused) -> CommonServiceException:
    if refused.code == InvalidParameterValueException.code:
        return InvalidParameterValueException(str(refused), Type="User")
    return CommonServiceException(refused.code, str(refused), status_code=400, sender_fault=True)


def _show_fresh_states(registry: Registry) -> None:
    """States and results change in the runner; they are taken over when somebody asks for them."""

    def refresh(provider: LambdaProvider) -> None:
        statuses = registry.statuses()
        for uuid, worker in list(provider.esm_workers.items()):
            if isinstance(worker, RunnerWorker) and uuid in statuses:
                worker.told(statuses[uuid])

    @patch(LambdaProvider.get_event_source_mapping)
    def get_event_source_mapping(original: Any, self: LambdaProvider, *args: Any, **kwargs: Any) -> Any:
        refresh(self)
        return original(self, *args, **kwargs)

    @patch(LambdaProvider.list_event_source_mappings)
    def list_event_source_mappings(original: Any, self: LambdaProvider, *args: Any, **kwargs: Any) -> Any:
        refresh(self)
        return original(self, *args, **kwargs)


def is_stream(configuration: dict) -> bool:
    """Whether the source is a Kinesis or DynamoDB stream."""
    return configuration.get("EventSourceArn", "").split(":")[2:3] in (["kinesis"], ["dynamodb"])
