"""What LocalStack finds through the entry points of metrics; imports the rest only when it is used."""

from localstack.runtime import hooks
from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin
from localstack.utils.bootstrap import is_api_enabled

from caudal_localstack import settings


class DashboardPlugin(CloudFormationResourceProviderPlugin):
    """`AWS::CloudWatch::Dashboard`."""

    name = "AWS::CloudWatch::Dashboard"

    def load(self) -> None:
        """Names the class of providers."""
        from caudal_localstack.metrics.dashboard import DashboardProvider

        self.factory = DashboardProvider


@hooks.on_infra_start()
def measure() -> None:
    """Measures invocations and log lines, collects what other servers measured, and watches alarms.

    Nothing where LocalStack runs without CloudWatch.
    """
    if not is_api_enabled("cloudwatch"):
        return
    from localstack.aws.handlers import run_custom_response_handlers
    from localstack.runtime.shutdown import ON_AFTER_SERVICE_SHUTDOWN_HANDLERS
    from localstack.services.cloudwatch import provider_v2

    from caudal_localstack.metrics.alarm_resource import let_alarms_change
    from caudal_localstack.metrics.alarms import Alarms
    from caudal_localstack.metrics.buffer import SampleBuffer
    from caudal_localstack.metrics.collector import Collector
    from caudal_localstack.metrics.database import MetricDatabase
    from caudal_localstack.metrics.extended import answer_extended_statistics
    from caudal_localstack.metrics.invocations import LambdaMetrics
    from caudal_localstack.metrics.lambda_hooks import measure_invocations, measure_queue
    from caudal_localstack.metrics.log_events import EmbeddedMetrics
    from caudal_localstack.metrics.model import Batch
    from caudal_localstack.metrics.servers import MeteredServer

    buffer = SampleBuffer()
    measured = LambdaMetrics(buffer)
    measure_invocations(measured)
    measure_queue(measured)
    run_custom_response_handlers.append(EmbeddedMetrics(buffer))

    provider_v2.CloudwatchDatabase = MetricDatabase
    if folder := settings.state_folder():
        MetricDatabase.keep_in(folder / "cloudwatch")
    database = MetricDatabase()
    answer_extended_statistics(database)
    alarms = Alarms(database)
    alarms.install()
    let_alarms_change()

    def put(batch: Batch) -> None:
        database.add_metric_data(batch["account"], batch["region"], batch["namespace"], batch["data"])

    ports = (settings.kinesis_port(), settings.mapping_port())
    servers = [MeteredServer(port).drain for port in ports if port]
    collector = Collector([buffer.drain, *servers], put, after=alarms.evaluate_touched)
    collector.start()
    ON_AFTER_SERVICE_SHUTDOWN_HANDLERS.register(collector.stop)
