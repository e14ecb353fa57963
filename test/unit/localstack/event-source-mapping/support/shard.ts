import {
  type Command,
  createShard,
  type Input,
  kinesisRecord,
  type MappingConfiguration,
  type MappingSettings,
  readSettings,
  type ShardCheckpoint,
  type ShardState,
  type StreamRecord,
  step,
} from '../../../../../localstack/event-source-mapping/index.ts';

/** When the tests begin; a multiple of an hour. */
export const NOW = 1_800_000_000_000;
export const SHARD = 'shardId-000000000000';
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failures';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:ingest';
export const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
export const TABLE_STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/items/stream/2026-11-22T13:00:00.000';
export const ROLE = 'arn:aws:iam::000000000000:role/ingest';
export const UUID = '2b733cdc-8ac3-4df5-af3a-1827b3b11284';

/** A Kinesis mapping from the trim horizon with these settings. */
export function settingsWith(configuration: MappingConfiguration = {}): MappingSettings {
  return readSettings({
    UUID,
    EventSourceArn: STREAM,
    FunctionArn: FUNCTION,
    StartingPosition: 'TRIM_HORIZON',
    ...configuration,
  });
}

/** The record with this number; its partition key is `key`, it came at `at`. */
export function record(number: number, { key = 'k', at = NOW, data = `{"n":${number}}` } = {}): StreamRecord {
  const source = {
    sequenceNumber: String(10n ** 20n + BigInt(number)),
    partitionKey: key,
    data: Buffer.from(data).toString('base64'),
    approximateArrivalTimestamp: at,
  };
  return kinesisRecord(settingsWith(), SHARD, source, ROLE);
}

/** Records with these numbers. */
export const records = (...numbers: readonly number[]): readonly StreamRecord[] =>
  numbers.map((number) => record(number));

/** The number that `record` was given. */
const numberOf = ({ sequenceNumber }: { readonly sequenceNumber: string }): number =>
  Number(BigInt(sequenceNumber) - 10n ** 20n);

type Kind<T extends Command['type']> = Extract<Command, { readonly type: T }>;

/** A shard in a test's hands: it is told things, and what it wants done is looked up. */
export class Shard {
  now = NOW;
  readonly commands: Command[] = [];
  #state: ShardState;

  constructor(configuration: MappingConfiguration = {}, checkpoint: Partial<ShardCheckpoint> = {}) {
    const begin: ShardCheckpoint = { version: 1, position: { type: 'trim-horizon' }, finished: false, ...checkpoint };
    const { state, commands } = createShard(settingsWith(configuration), SHARD, begin, this.now);
    this.#state = state;
    this.commands.push(...commands);
  }

  get state(): ShardState {
    return this.#state;
  }

  tell(input: Input): this {
    const { state, commands } = step(this.#state, input, this.now);
    this.#state = state;
    this.commands.push(...commands);
    return this;
  }

  /** Lets time pass up to `ms` and says so. */
  wait(ms: number): this {
    this.now += ms;
    return this.tell({ type: 'tick' });
  }

  /** Lets the time pass that the shard asked for. */
  waitAsAsked(): this {
    const { at } = this.last('wake');
    if (at === undefined) throw new Error('no tick is asked for');
    return this.wait(Math.max(0, at - this.now));
  }

  /** Answers the read under way. */
  give(given: readonly StreamRecord[], { closed = false, behindMs = 0 } = {}): this {
    return this.tell({ type: 'records', records: given, closed, behindMs });
  }

  /** The function returns. */
  returns(response: unknown = {}, id = this.last('invoke').id): this {
    const payload = typeof response === 'string' ? response : JSON.stringify(response);
    return this.tell({
      type: 'returned',
      id,
      payload,
      requestId: `request-of-${id}`,
      statusCode: 200,
      executedVersion: '3',
    });
  }

  /** The function throws. */
  fails(id = this.last('invoke').id): this {
    const facts = { requestId: `request-of-${id}`, statusCode: 200, executedVersion: '3' };
    return this.tell({ type: 'failed', id, ...facts, functionError: 'Unhandled' });
  }

  /** The function is not reached. */
  isThrottled(id = this.last('invoke').id): this {
    return this.tell({ type: 'unavailable', id });
  }

  all<T extends Command['type']>(type: T): readonly Kind<T>[] {
    return this.commands.filter((command): command is Kind<T> => command.type === type);
  }

  last<T extends Command['type']>(type: T): Kind<T> {
    const command = this.all(type).at(-1);
    if (!command) throw new Error(`the shard has not said "${type}"`);
    return command;
  }

  /** Numbers of the records of each invocation so far. */
  get batches(): readonly (readonly number[])[] {
    return this.all('invoke').map(({ records }) => records.map(numberOf));
  }

  /** Number of the last record done; undefined at the horizon. */
  get done(): number | undefined {
    const { position } = this.last('checkpoint').checkpoint;
    return position.type === 'after' ? numberOf(position) : undefined;
  }
}
