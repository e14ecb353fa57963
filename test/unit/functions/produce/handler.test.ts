import { KinesisClient, type PutRecordsCommandInput } from '@aws-sdk/client-kinesis';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { environment } from '../../../../core/environment.ts';
import { handler } from '../../../../functions/produce/handler.ts';

const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 60_000 };

test.each([
  [{ eventsPerSecond: 0 }, 'eventsPerSecond'],
  [{ durationSeconds: 841 }, 'durationSeconds'],
  [{ pipeline: 'nothing' }, 'pipeline'],
  [{ eventsPerSecnd: 5 }, 'eventsPerSecnd'],
  [{ faults: { invalid: 1.1 } }, 'faults.invalid'],
])('a payload such as %j gets an error whose type and message Lambda shows', async (payload, field) => {
  await expect(handler(payload, context)).rejects.toMatchObject({
    name: 'ProduceRequestError',
    message: expect.stringContaining(field),
  });
});

describe('what the answer tells', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  /** A deployment whose stream answers a put so. */
  function deployed(put: (input: PutRecordsCommandInput) => object) {
    vi.stubEnv(environment.targets, JSON.stringify([{ pipeline: 'sensors', stream: 'sensors.events' }]));
    vi.stubEnv(environment.operationsBucket, 'bucket');
    const answer = async ({ input }: { input: PutRecordsCommandInput }) => put(input);
    vi.spyOn(KinesisClient.prototype, 'send').mockImplementation(answer as never);
    return vi.spyOn(S3Client.prototype, 'send').mockImplementation((async () => ({})) as never);
  }

  const taken = ({ Records = [] }: PutRecordsCommandInput) => ({
    Records: Records.map(() => ({ ShardId: 'shardId-000000000000', SequenceNumber: '1' })),
  });

  test('all went well', async () => {
    const kept = deployed(taken);
    const result = await handler({ eventsPerSecond: 1, durationSeconds: 1 }, context);
    expect(result).toMatchObject({ runId: 'request-1', sent: 1, failed: 0, acknowledgementsMissing: 0 });
    expect(result).not.toHaveProperty('error');
    expect(result).not.toHaveProperty('stoppedBy');
    expect(kept).toHaveBeenCalledOnce();
  });

  test('the stream takes nothing', async () => {
    deployed(() => {
      throw Object.assign(new Error('not authorized to perform kinesis:PutRecords'), { name: 'AccessDeniedException' });
    });
    expect(await handler({ eventsPerSecond: 1, durationSeconds: 1 }, context)).toMatchObject({
      sent: 0,
      failed: 1,
      error: 'not authorized to perform kinesis:PutRecords',
    });
  });

  test('the function’s own time runs out before the plan ends', async () => {
    deployed(taken);
    const request = { eventsPerSecond: 100, durationSeconds: 840, lingerMs: 0 };
    const result = await handler(request, { ...context, getRemainingTimeInMillis: () => 15_100 });
    expect(result).toMatchObject({ failed: 0, stoppedBy: 'deadline', acknowledgementsMissing: 0 });
    expect(result.sent).toBeGreaterThan(0);
    expect(result.sent).toBeLessThan(84_000);
  });
});
