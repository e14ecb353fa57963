import { describe, expect, it } from 'vitest';
import {
  InvalidMappingError,
  type MappingConfiguration,
  readSettings,
} from '../../../../localstack/event-source-mapping/index.ts';
import { FUNCTION, QUEUE, STREAM, settingsWith, TABLE_STREAM, UUID } from './support/shard.ts';

const invalid = (member: string, value: unknown, constraint: string): string =>
  `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`;
const atMost = (bound: number): string => `Member must have value less than or equal to ${bound}`;
const atLeast = (bound: number): string => `Member must have value greater than or equal to ${bound}`;
const fifo = 'arn:aws:sqs:us-east-1:000000000000:failures.fifo';
const pattern = (Pattern: string): MappingConfiguration => ({ FilterCriteria: { Filters: [{ Pattern }] } });

describe('the settings of a mapping', () => {
  it("have AWS's defaults", () => {
    expect(settingsWith()).toEqual({
      uuid: UUID,
      source: 'kinesis',
      eventSourceArn: STREAM,
      functionArn: FUNCTION,
      batchSize: 100,
      batchingWindowMs: 0,
      parallelizationFactor: 1,
      startingPosition: { type: 'TRIM_HORIZON' },
      reportBatchItemFailures: false,
      bisectBatchOnFunctionError: false,
      maximumRetryAttempts: -1,
      maximumRecordAgeMs: -1,
      tumblingWindowMs: 0,
      onFailure: undefined,
      filters: [],
      countsEvents: false,
    });
  });

  it.each([
    ['BatchSize', 1, 10_000],
    ['MaximumBatchingWindowInSeconds', 0, 300],
    ['ParallelizationFactor', 1, 10],
    ['MaximumRecordAgeInSeconds', -1, 604_800],
    ['MaximumRetryAttempts', -1, 10_000],
    ['TumblingWindowInSeconds', 0, 900],
  ] as const)('hold %s between %i and %i', (name, minimum, maximum) => {
    const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    expect(() => settingsWith({ [name]: minimum })).not.toThrow();
    expect(() => settingsWith({ [name]: maximum })).not.toThrow();
    expect(() => settingsWith({ [name]: maximum + 1 })).toThrow(invalid(member, maximum + 1, atMost(maximum)));
    expect(() => settingsWith({ [name]: minimum - 1 })).toThrow(invalid(member, minimum - 1, atLeast(minimum)));
    expect(() => settingsWith({ [name]: minimum + 0.5 })).toThrow(InvalidMappingError);
  });

  it('hold the record age at -1 or at least a minute', () => {
    expect(() => settingsWith({ MaximumRecordAgeInSeconds: 59 })).toThrow('is 59, which should be -1 or at least 60');
    expect(settingsWith({ MaximumRecordAgeInSeconds: 60 }).maximumRecordAgeMs).toBe(60_000);
  });

  it('refuse tumbling windows beside parallel batches', () => {
    const both = { TumblingWindowInSeconds: 60, ParallelizationFactor: 2 };
    expect(() => settingsWith(both)).toThrow('Tumbling windows need a ParallelizationFactor of 1, not 2');
  });

  it.each<[MappingConfiguration, string]>([
    [
      { StartingPosition: undefined },
      "Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    ],
    [{ StartingPosition: 'NEWEST' }, "Value 'NEWEST' at 'startingPosition' failed to satisfy constraint"],
    [{ StartingPosition: 'AT_TIMESTAMP' }, 'StartingPositionTimestamp is missing, which should be a time'],
    [{ StartingPosition: 'AT_TIMESTAMP', EventSourceArn: TABLE_STREAM }, 'Unsupported starting position for arn type'],
    [{ EventSourceArn: QUEUE }, 'Unrecognized event source, must be kinesis or dynamodb stream'],
    [{ FunctionResponseTypes: ['Report'] }, "Value '[Report]' at 'functionResponseTypes' failed to satisfy constraint"],
    [{ DestinationConfig: { OnSuccess: { Destination: QUEUE } } }, 'Unsupported DestinationConfig parameter'],
    [{ DestinationConfig: { OnFailure: { Destination: fifo } } }, 'A FIFO queue or topic cannot be one'],
    [{ DestinationConfig: { OnFailure: { Destination: FUNCTION } } }, 'Unsupported on-failure destination'],
  ])('refuse %j', (configuration, message) => {
    expect(() => settingsWith(configuration)).toThrow(message);
  });

  it.each([
    'no JSON',
    '[]',
    '{"data":"text"}',
    '{"data":["text"]}',
    '{"$or":[{"data":["text"]},{"partitionKey":["k"]}]}',
    '{"data":{"n":1}}',
    '{"data":{"n":[]}}',
    '{"data":{"n":[[1]]}}',
    '{"data":{"n":[{"unknown":1}]}}',
    '{"data":{"n":[{"wildcard":"*"}]}}',
    '{"data":{"n":[{"numeric":[">"]}]}}',
    '{"data":{"n":[{"numeric":["about",5]}]}}',
    '{"data":{"n":[{"prefix":5}]}}',
    '{"data":{"n":[{"exists":"yes"}]}}',
    '{"data":{"n":[{"prefix":"a","suffix":"b"}]}}',
    '{"data":{"n":[{"anything-but":[]}]}}',
    `{"data":{"n":["${'x'.repeat(4_096)}"]}}`,
  ])('refuse the filter pattern %s', (text) => {
    expect(() => settingsWith(pattern(text))).toThrow('Invalid filter pattern definition.');
  });

  it('take up to ten filters', () => {
    const Filters = Array.from({ length: 11 }, () => ({ Pattern: '{"data":{"n":[1]}}' }));
    expect(settingsWith({ FilterCriteria: { Filters: Filters.slice(1) } }).filters).toHaveLength(10);
    expect(() => settingsWith({ FilterCriteria: { Filters } })).toThrow('11 filters, of which there may be 10');
  });

  it('know streams, consumers of streams, and streams of tables', () => {
    const source = (EventSourceArn: string) =>
      readSettings({ EventSourceArn, FunctionArn: FUNCTION, StartingPosition: 'LATEST' }).source;
    expect([source(STREAM), source(`${STREAM}/consumer/one:1540591608`), source(TABLE_STREAM)]).toEqual([
      'kinesis',
      'kinesis',
      'dynamodb',
    ]);
  });

  it("carry the API's error code", () => {
    expect(() => settingsWith({ BatchSize: 0 })).toThrow(expect.objectContaining({ code: 'ValidationException' }));
    expect(() => settingsWith({ EventSourceArn: QUEUE })).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  });
});
