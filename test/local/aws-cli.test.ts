import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { acknowledgementsAt, aws, caudalJson, invoke } from './support/caudal.ts';
import { until } from './support/until.ts';

interface RejectedEvent {
  readonly sequence: string;
  readonly reasons: readonly string[];
  readonly payload: string | null;
  readonly payload_base64: string | null;
}

/** Puts a record by hand. The AWS CLI (v1) takes `--data` as it is, and bytes from a file. */
async function putRecord(data: string | Buffer): Promise<{ ShardId: string; SequenceNumber: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'caudal-put-'));
  const file = path.join(folder, 'payload');
  try {
    await writeFile(file, data);
    return await aws(
      'kinesis',
      'put-record',
      '--stream-name',
      'sensors.events',
      '--partition-key',
      'lab',
      '--data',
      `fileb://${file}`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const rejectedAt = (sequence: string): Promise<RejectedEvent | undefined> =>
  until(
    async () =>
      (await caudalJson<RejectedEvent[]>(['rejected', 'sensors', '--limit', '1000'])).find(
        (row) => row.sequence === sequence,
      ),
    (row) => row !== undefined,
  );

describe('a lab with the AWS CLI', () => {
  it('lists the tables of both keyspaces', async () => {
    const rt = await aws<{ tables: { tableName: string }[] }>('keyspaces', 'list-tables', '--keyspace-name', 'rt');
    expect(rt.tables.map(({ tableName }) => tableName).sort()).toEqual(['readings_by_device', 'sensor_readings']);
    const ops = await aws<{ tables: { tableName: string }[] }>('keyspaces', 'list-tables', '--keyspace-name', 'ops');
    expect(ops.tables.map(({ tableName }) => tableName).sort()).toEqual([
      'alerts',
      'analyze_batches',
      'decisions',
      'ingest_batches',
      'late_events',
      'latest_values',
      'rejected_events',
      'window_metrics',
    ]);
  });

  it("shows the course's table with its five columns, and those of version 2", async () => {
    const { schemaDefinition } = await aws<{
      schemaDefinition: { allColumns: { name: string; type: string }[]; partitionKeys: { name: string }[] };
    }>('keyspaces', 'get-table', '--keyspace-name', 'rt', '--table-name', 'sensor_readings');
    expect(Object.fromEntries(schemaDefinition.allColumns.map(({ name, type }) => [name, type]))).toEqual({
      event_id: 'text',
      device_id: 'text',
      ts: 'timestamp',
      temperature_c: 'double',
      humidity_pct: 'double',
      pressure_hpa: 'double',
      location: 'text',
    });
    expect(schemaDefinition.partitionKeys).toEqual([{ name: 'event_id' }]);
  });

  it('invokes the producer by hand; the same seed, start and producer send the same bytes again', async () => {
    const payload = {
      eventsPerSecond: 20,
      durationSeconds: 2,
      seed: 42,
      startAt: '2026-01-01T00:00:00Z',
      faults: { invalid: 0.1, duplicate: 0.1, late: 0.1, outOfOrder: 0.1 },
    };
    const run = async (more: object): Promise<string[]> => {
      const result = await invoke<{ sent: number; failed: number; acknowledgements: string }>('caudal-produce', {
        ...payload,
        ...more,
      });
      expect(result).toMatchObject({ sent: 40, failed: 0 });
      return (await acknowledgementsAt(result.acknowledgements)).map(({ eventId, hash }) => `${eventId} ${hash}`);
    };
    const first = await run({});
    expect(first).toHaveLength(40);
    expect(await run({})).toEqual(first);
    expect(await run({ producer: 1 })).not.toEqual(first);
  });

  it('is told which field of a bad payload is wrong', async () => {
    const answer = await invoke<{ errorMessage: string; errorType: string }>('caudal-produce', {
      eventsPerSecond: 'many',
    });
    expect(answer.errorType).toBe('ProduceRequestError');
    expect(answer.errorMessage).toContain('eventsPerSecond');
    expect(answer.errorMessage).toContain('many');
  });

  it.each([
    ['text', 'this is not JSON', 'not-json'],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'not-utf8'],
    ['a list', '[1,2,3]', 'not-object'],
    [
      'a number out of range',
      '{"event_id":"x-1","device_id":"sensor-1","ts":"2026-01-01T00:00:00Z","temperature_c":99,"humidity_pct":1}',
      'temperature_c',
    ],
  ])('finds garbage that was put into the stream (%s) among the rejected records', async (_what, data, reason) => {
    const { SequenceNumber } = await putRecord(data);
    const row = await rejectedAt(SequenceNumber);
    expect(row?.reasons.join()).toContain(reason);
    const kept = row?.payload ?? Buffer.from(row?.payload_base64 ?? '', 'base64');
    expect(Buffer.from(kept)).toEqual(Buffer.from(data));
  });

  it('stores what the course normalises: numbers as text, upper case, blanks', async () => {
    const id = `lab-${Date.now()}`;
    const event = {
      event_id: ` ${id} `,
      device_id: ' SENSOR-7 ',
      ts: '2025-10-16T17:25:23.456000',
      temperature_c: '24.57',
      humidity_pct: ' 62.34 ',
    };
    await putRecord(JSON.stringify(event));
    const rows = await until(
      () => caudalJson<unknown[]>(['query', `SELECT * FROM rt.sensor_readings WHERE event_id = '${id}'`]),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([
      {
        event_id: id,
        device_id: 'sensor-7',
        ts: '2025-10-16T17:25:23.456Z',
        temperature_c: 24.57,
        humidity_pct: 62.34,
        pressure_hpa: null,
        location: null,
      },
    ]);
  });

  it('checks health by hand, and reads the report from DynamoDB', async () => {
    const report = await invoke<{ status: string }>('caudal-check-health', {});
    expect(report.status).toBe('OK');
    const { Items } = await aws<{ Items: { status: { S: string }; checks: unknown }[] }>(
      'dynamodb',
      'scan',
      '--table-name',
      'caudal-health-checks',
    );
    expect(Items.length).toBeGreaterThan(0);
    expect(JSON.stringify(Items)).toContain('Cassandra OK');
  });

  it('is alerted when a check fails: from the bus to the topic', async () => {
    const { QueueUrl } = await aws<{ QueueUrl: string }>('sqs', 'create-queue', '--queue-name', 'alerted');
    const { Attributes } = await aws<{ Attributes: { QueueArn: string } }>(
      'sqs',
      'get-queue-attributes',
      '--queue-url',
      QueueUrl,
      '--attribute-names',
      'QueueArn',
    );
    const { Topics } = await aws<{ Topics: { TopicArn: string }[] }>('sns', 'list-topics');
    const topic = Topics.find(({ TopicArn }) => TopicArn.endsWith(':caudal-alerts'))?.TopicArn ?? '';
    await aws(
      ...[
        'sns',
        'subscribe',
        '--topic-arn',
        topic,
        '--protocol',
        'sqs',
        '--notification-endpoint',
        Attributes.QueueArn,
      ],
    );
    // The garbage put above is more than no rejected record at all.
    const report = await invoke<{ status: string }>('caudal-check-health', { maxRejectedShare: 0 });
    expect(report.status).toBe('FAILED');
    // Alarms on metrics come to the topic too.
    const failure = ({ Body }: { Body: string }) => Body.includes('Health check failed');
    const received = await until(
      () =>
        aws<{ Messages: { Body: string }[] } | undefined>(
          'sqs',
          'receive-message',
          '--queue-url',
          QueueUrl,
          '--wait-time-seconds',
          '5',
          '--max-number-of-messages',
          '10',
        ),
      (answer) => answer?.Messages.some(failure) ?? false,
    );
    expect(received?.Messages.find(failure)?.Body).toContain('rejected-share (sensors)');
  });

  it('finds the daily rule', async () => {
    const { Rules } = await aws<{ Rules: { Name: string; ScheduleExpression?: string; State: string }[] }>(
      'events',
      'list-rules',
    );
    expect(Rules).toContainEqual(
      expect.objectContaining({
        Name: 'caudal-daily-health-check',
        ScheduleExpression: 'cron(0 0 * * ? *)',
        State: 'ENABLED',
      }),
    );
  });

  it('finds the mapping with the settings that protect data', async () => {
    const { EventSourceMappings } = await aws<{ EventSourceMappings: Record<string, unknown>[] }>(
      'lambda',
      'list-event-source-mappings',
      '--function-name',
      'caudal-sensors-ingest',
    );
    expect(EventSourceMappings).toEqual([
      expect.objectContaining({
        State: 'Enabled',
        StartingPosition: 'TRIM_HORIZON',
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: 43_200,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    ]);
  });
});
