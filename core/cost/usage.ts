import { DAYS_A_MONTH, type DailyUsage } from './bill.ts';
import type { PricedResources } from './resources.ts';

const DAY_SECONDS = 86_400;
const DAY_MINUTES = 1_440;
const DAY_HOURS = 24;

/** What an invocation of a function takes, as measured. */
export interface InvocationFigures {
  /** Bytes that CloudWatch Logs takes in: lines of the function, metrics, and those of Lambda, 26 bytes more each. */
  readonly logBytes: number;
  /** Memory times duration. Unit: GB-s. */
  readonly gbSeconds: number;
}

/** What events of a pipeline take, as measured. */
export interface PipelineFigures {
  /** A batch of ingest, of as many events as come in a second of a shard. */
  readonly ingest: InvocationFigures;
  readonly analyze: InvocationFigures;
  readonly sweep: InvocationFigures;
  /** Rows of Keyspaces for each event that is stored, one KB at the most each. */
  readonly rowsPerEvent: number;
  /** Rows of Keyspaces for each batch of ingest and analyze together, beside those. */
  readonly rowsPerBatch: number;
  /** Rows of Keyspaces for each device in a batch: its window, and its latest values. */
  readonly rowsPerDevice: number;
  /** Write units of DynamoDB for each device in a batch of analyze: its state. */
  readonly stateUnitsPerDevice: number;
  /** Write units of DynamoDB for each batch of ingest and analyze together: their books. */
  readonly stateUnitsPerBatch: number;
  /** Read units of DynamoDB for each sweep that finds nothing. */
  readonly readUnitsPerSweep: number;
  /** Bytes that an event takes in its tables. */
  readonly bytesPerEvent: number;
  /** Metrics of our own, counted by name and dimensions. */
  readonly metrics: number;
  /** Alerts for each event. */
  readonly alertsPerEvent: number;
}

/** How much comes. */
export interface Load {
  /** 0 or more. */
  readonly eventsPerSecond: number;
  /** Different partition keys that send. */
  readonly devices: number;
}

/** What there is to pay for though nothing flows. */
export function idleUsage(resources: PricedResources, figures: PipelineFigures): DailyUsage {
  const sweeps = resources.everyMinute * DAY_MINUTES;
  return {
    'kinesis.shard-hour': resources.shards * DAY_HOURS,
    'kinesis.extended-retention-shard-hour': resources.longKeptShards * DAY_HOURS,
    'cloudwatch.alarm-month': resources.alarmMetrics / DAYS_A_MONTH,
    'cloudwatch.dashboard-month': resources.dashboards / DAYS_A_MONTH,
    'cloudwatch.metric-month': figures.metrics / DAYS_A_MONTH,
    'kms.key-month': resources.keys / DAYS_A_MONTH,
    'lambda.request': sweeps,
    'lambda.gb-second': sweeps * figures.sweep.gbSeconds,
    'cloudwatch.log-gb': (sweeps * figures.sweep.logBytes) / 1e9,
    'dynamodb.read-unit': sweeps * figures.readUnitsPerSweep,
    ...(resources.tracedFunctions > 0 && { 'xray.trace': sweeps }),
  };
}

/**
 * What events take on top of that. Lambda asks a shard for records once a second, so a shard that gets something each
 * second makes one batch a second; below that, batches are as many as the events.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
 */
export function loadUsage(load: Load, resources: PricedResources, figures: PipelineFigures): DailyUsage {
  const { eventsPerSecond, devices } = load;
  if (eventsPerSecond === 0) return {};
  const batches = resources.shards * -Math.expm1(-eventsPerSecond / resources.shards);
  const perBatch = eventsPerSecond / batches;
  // Devices of a shard that are among the events of a batch.
  const ofShard = devices / resources.shards;
  const seen = ofShard * -Math.expm1(perBatch * Math.log1p(-1 / Math.max(ofShard, 1.000_001)));
  const { ingest, analyze } = figures;
  const rows = eventsPerSecond * figures.rowsPerEvent + batches * (figures.rowsPerBatch + seen * figures.rowsPerDevice);
  const units = batches * (figures.stateUnitsPerBatch + seen * figures.stateUnitsPerDevice);
  const storedGb = (eventsPerSecond * DAY_SECONDS * figures.bytesPerEvent) / 1e9;
  return {
    'kinesis.put-unit': eventsPerSecond * DAY_SECONDS,
    'lambda.request': 2 * batches * DAY_SECONDS,
    'lambda.gb-second': batches * DAY_SECONDS * (ingest.gbSeconds + analyze.gbSeconds),
    'cloudwatch.log-gb': (batches * DAY_SECONDS * (ingest.logBytes + analyze.logBytes)) / 1e9,
    'keyspaces.write-unit': rows * DAY_SECONDS,
    // Each day's events are kept, and paid for, from then on: a month of it is counted here.
    'keyspaces.gb-month': storedGb,
    'keyspaces.recovery-gb-month': storedGb,
    'dynamodb.write-unit': units * DAY_SECONDS,
    'eventbridge.event': eventsPerSecond * figures.alertsPerEvent * DAY_SECONDS,
    ...(resources.tracedFunctions > 0 && { 'xray.trace': 2 * tracesOf(batches) * DAY_SECONDS }),
  };
}

/**
 * Traces a second of a function: the first invocation of each second, and a twentieth of the rest.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
 */
function tracesOf(invocationsPerSecond: number): number {
  return Math.min(invocationsPerSecond, 1) + Math.max(0, invocationsPerSecond - 1) * 0.05;
}
