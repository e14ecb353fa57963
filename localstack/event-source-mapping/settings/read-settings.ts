import type { Destination, MappingSettings, StartingPosition, StreamKind } from '../model.ts';
import type { MappingConfiguration } from './configuration.ts';
import { InvalidMappingError } from './errors.ts';
import { checkRange } from './ranges.ts';
import { readFilters } from './read-filters.ts';

/**
 * The settings of a mapping, AWS's defaults filled in.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html
 *
 * @throws {InvalidMappingError} for what AWS refuses, with its message where it is known
 */
export function readSettings(configuration: MappingConfiguration): MappingSettings {
  const eventSourceArn = configuration.EventSourceArn ?? '';
  const source = sourceOf(eventSourceArn);
  const parallelizationFactor = checkRange(configuration, 'ParallelizationFactor') ?? 1;
  const tumblingWindowMs = seconds(checkRange(configuration, 'TumblingWindowInSeconds') ?? 0);
  if (tumblingWindowMs > 0 && parallelizationFactor > 1) {
    throw new InvalidMappingError(
      `Tumbling windows need a ParallelizationFactor of 1, not ${parallelizationFactor}: take one or the other.`,
    );
  }
  const age = checkRange(configuration, 'MaximumRecordAgeInSeconds') ?? -1;
  return {
    uuid: configuration.UUID ?? '',
    source,
    eventSourceArn,
    functionArn: configuration.FunctionArn ?? '',
    batchSize: checkRange(configuration, 'BatchSize') ?? 100,
    batchingWindowMs: seconds(checkRange(configuration, 'MaximumBatchingWindowInSeconds') ?? 0),
    parallelizationFactor,
    startingPosition: startingPositionOf(configuration, source),
    reportBatchItemFailures: reportsFailures(configuration.FunctionResponseTypes ?? []),
    bisectBatchOnFunctionError: configuration.BisectBatchOnFunctionError ?? false,
    maximumRetryAttempts: checkRange(configuration, 'MaximumRetryAttempts') ?? -1,
    maximumRecordAgeMs: age === -1 ? -1 : seconds(age),
    tumblingWindowMs,
    onFailure: destinationOf(configuration),
    countsEvents: configuration.MetricsConfig?.Metrics?.includes('EventCount') ?? false,
    filters: readFilters(configuration, source),
  };
}

const seconds = (value: number): number => value * 1000;

function sourceOf(arn: string): StreamKind {
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'kinesis' && resource.startsWith('stream/')) return 'kinesis';
  if (service === 'dynamodb' && resource.startsWith('table/') && resource.includes('/stream/')) return 'dynamodb';
  throw new InvalidMappingError(`Unrecognized event source, must be kinesis or dynamodb stream: "${arn}"`);
}

function startingPositionOf(configuration: MappingConfiguration, source: StreamKind): StartingPosition {
  const { StartingPosition: type, StartingPositionTimestamp: time } = configuration;
  if (type === undefined) {
    throw new InvalidMappingError(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (type !== 'AT_TIMESTAMP' && type !== 'LATEST' && type !== 'TRIM_HORIZON') {
    throw new InvalidMappingError(
      `1 validation error detected: Value '${type}' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]`,
      'ValidationException',
    );
  }
  if (type !== 'AT_TIMESTAMP') return { type };
  if (source === 'dynamodb') {
    throw new InvalidMappingError(`Unsupported starting position for arn type: ${configuration.EventSourceArn}`);
  }
  const at = typeof time === 'number' ? seconds(time) : Date.parse(time ?? '');
  if (Number.isFinite(at)) return { type, at };
  throw new InvalidMappingError(
    `StartingPositionTimestamp is ${time ?? 'missing'}, which should be a time: StartingPosition is AT_TIMESTAMP.`,
  );
}

function reportsFailures(types: readonly string[]): boolean {
  const other = types.find((type) => type !== 'ReportBatchItemFailures');
  if (other === undefined) return types.length > 0;
  throw new InvalidMappingError(
    `1 validation error detected: Value '[${types.join(', ')}]' at 'functionResponseTypes' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]`,
    'ValidationException',
  );
}

function destinationOf({ DestinationConfig }: MappingConfiguration): Destination | undefined {
  if (DestinationConfig?.OnSuccess?.Destination) {
    throw new InvalidMappingError('Unsupported DestinationConfig parameter for given event source mapping type.');
  }
  const arn = DestinationConfig?.OnFailure?.Destination;
  if (!arn) return undefined;
  const service = arn.split(':')[2];
  if (service === 'sqs' || service === 'sns' || service === 's3') {
    if (!arn.endsWith('.fifo')) return { service, arn };
    throw new InvalidMappingError(`Unsupported on-failure destination: ${arn}. A FIFO queue or topic cannot be one.`);
  }
  throw new InvalidMappingError(
    `Unsupported on-failure destination: ${arn}. Use an SQS queue, an SNS topic or an S3 bucket.`,
  );
}
