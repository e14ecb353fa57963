import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { caudal, caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { createQueue } from './support/queue.ts';
import { deployRecorder } from './support/recorder.ts';
import { createMapping, createStream, mappingState, type TestStream } from './support/streams.ts';

const clients = clientsOf();
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);
const BATCH = 5;

let aging: TestStream;
let agingSince: number;

beforeAll(async () => {
  let cleanUp = async (): Promise<void> => undefined;
  aging = await createStream(clients, 'mapping-age', 1, (end) => {
    cleanUp = end;
  });
  await aging.put(['old']);
  agingSince = Date.now();
  return cleanUp;
});

async function kill(service: string): Promise<void> {
  const { services } = await caudalJson<{ services: { service: string; pid: number }[] }>(['status']);
  const pid = services.find((one) => one.service === service)?.pid;
  if (!pid) throw new Error(`${service} does not run`);
  process.kill(pid, 'SIGKILL');
}

test.each(['mapping', 'localstack'])(
  'kill -9 of %s: nothing is lost, only what was in flight comes again',
  async (service) => {
    const stream = await createStream(clients, `mapping-kill-${service}`);
    const recorder = await deployRecorder(clients, `mapping-kill-${service}`, 'await sleep(100);');
    const UUID = await createMapping(clients, stream, recorder.name, { BatchSize: BATCH });
    await stream.put(numbered(100));
    await recorder.until((calls) => calls.length >= 2);
    await kill(service);
    const up = await caudal(['up']);
    expect(up.code, up.stderr).toBe(0);
    await recorder.until(() => new Set(recorder.data()).size >= 100, 60_000);
    const data = recorder.data();
    expect([...new Set(data)]).toEqual(numbered(100));
    // One batch under way, and one whose end was not on disk yet.
    expect(data.length - 100).toBeLessThanOrEqual(2 * BATCH);
    await mappingState(clients, UUID, 'Enabled');
  },
);

test('records that are older than the maximum age go to the destination, and the function never sees them', async () => {
  const queue = await createQueue(clients, 'mapping-age');
  const recorder = await deployRecorder(clients, 'mapping-age');
  await sleep(agingSince + 61_000 - Date.now());
  await aging.put(['young']);
  await createMapping(clients, aging, recorder.name, {
    MaximumRecordAgeInSeconds: 60,
    DestinationConfig: { OnFailure: { Destination: queue.arn } },
  });
  expect(await queue.message()).toMatchObject({
    requestContext: { condition: 'RecordAgeExceeded', functionArn: recorder.arn },
    KinesisBatchInfo: { batchSize: 1, streamArn: aging.arn },
  });
  await recorder.until(() => recorder.data().includes('young'));
  expect(recorder.data()).toEqual(['young']);
});
