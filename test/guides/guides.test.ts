import { ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDeployment } from '../../cli/deployment.ts';
import { readWholeStream } from '../../cli/stream/whole-stream.ts';
import { kinesisClient, lambdaClient } from '../../functions/clients/aws.ts';
import { s3Client } from '../../functions/clients/s3.ts';
import { pipelineNamed } from '../../pipelines/index.ts';
import { until } from '../local/support/until.ts';
import { archivedEvents, eventsByPosition, identityOf, positionsOf, tracesOf } from './support/consumers.ts';
import { type GuideCloud, startGuideCloud } from './support/guide-cloud.ts';
import { play } from './support/play.ts';

const FIRST = ['caudal-sensors-ingest', 'caudal-sensors-analyze'];
const ADDED = ['archive', 'stuck'];

/** A consumer that gets nowhere. */
const STUCK = `import { defineConsumer } from '../core/define-consumer.ts';
import pipeline from '../pipelines/sensors.ts';

export default defineConsumer({
  name: 'stuck',
  pipeline,
  batchSize: 10,
  handle: async () => {
    throw new Error('it never works');
  },
});
`;

const clients: { destroy(): void }[] = [];
let cloud: GuideCloud;
let identities: readonly object[];

beforeAll(async () => {
  cloud = await startGuideCloud();
  await cloud.choose(['sensors']);
  await cloud.run('./caudal deploy');
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await cloud.takeDown();
});

/** A client of the cloud, which is not there before the tests are. */
function opened<C extends { destroy(): void }>(client: C): C {
  clients.push(client);
  return client;
}

const identitiesNow = () => Promise.all(FIRST.map((name) => identityOf(opened(lambdaClient()), name)));

describe('the guide to a second consumer, while events come', () => {
  let list: string;
  let before: ReadonlyMap<string, bigint>;
  let producing: Promise<string>;

  it('begins with a stream that runs; with the archive comes a consumer that always fails', async () => {
    list = await cloud.read('consumers/index.ts');
    await cloud.run('./caudal new consumer sensors stuck');
    await cloud.write('consumers/sensors-stuck.ts', STUCK);
    identities = await identitiesNow();
    before = await positionsOf(cloud.config, 'caudal-sensors-ingest');
    producing = cloud.run('./caudal produce sensors --rate 20 --for 30s --invalid 10%');
  });

  play('guide-second-consumer.md', () => cloud);

  it('gave the archive every event from the beginning, as ingest has it, each once', async () => {
    await producing;
    const { records } = await readWholeStream(opened(kinesisClient()), 'sensors.events');
    const expected = eventsByPosition(pipelineNamed('sensors'), records);
    const s3 = opened(s3Client());
    const { operationsBucket } = await findDeployment(cloud.config);
    const archived = await until(
      () => archivedEvents(s3, operationsBucket),
      (found) => found.length >= expected.size,
    );
    expect(expected.size).toBeGreaterThan(500);
    expect(archived.length).toBe(expected.size);
    expect(new Map(archived)).toEqual(expected);
  });

  it('touched neither ingest nor analyze, and the consumer that fails holds neither back', async () => {
    await cloud.run('./caudal ledger sensors --wait 30s');
    expect(await identitiesNow()).toEqual(identities);
    const positions = await positionsOf(cloud.config, 'caudal-sensors-ingest');
    for (const [shard, position] of before) expect(positions.get(shard), shard).toBeGreaterThanOrEqual(position);
    const stuck = await positionsOf(cloud.config, 'caudal-sensors-stuck');
    // Batches that hold no valid event have nothing for it to fail on.
    for (const [shard, position] of positions) expect(stuck.get(shard), shard).toBeLessThan(position);
    expect(await cloud.run('./caudal logs sensors-stuck')).toMatch(/handled 0 .*FAILED from .*: Error: it never works/);
  });

  it('made it known to status and health check', async () => {
    const { pipelines } = JSON.parse(await cloud.run('./caudal status --json'));
    expect(pipelines[0].consumers).toEqual(
      ['stuck', 'archive'].map((name) => expect.objectContaining({ name, consumer: 'Enabled' })),
    );
    const [report] = JSON.parse(await cloud.run('./caudal health --run --json || true'));
    const checks = report.checks.map(({ name }: { name: string }) => name);
    expect(checks).toEqual(expect.arrayContaining(['archive-mapping', 'stuck-mapping']));
    // Of each a function, a mapping, a log group, a role and a parameter.
    expect(await tracesOf(opened(lambdaClient()), cloud, 'sensors', ADDED)).toHaveLength(10);
  });

  it('ends with both taken out of the list, to be deployed with what comes next', async () => {
    await cloud.write('consumers/index.ts', list);
  });
});

describe('the guide to a new pipeline', () => {
  it('begins beside one that is there', () => cloud.choose(['sensors', 'greenhouse', 'clicks']));

  play('guide-new-pipeline.md', () => cloud);

  it('made the streams of both pipelines, and no other', async () => {
    const { StreamNames } = await opened(kinesisClient()).send(new ListStreamsCommand({}));
    expect(StreamNames?.sort()).toEqual(['clicks.events', 'greenhouse.events', 'sensors.events']);
  });

  it('left no trace of the consumers that were taken out, and the others as they were', async () => {
    expect(await tracesOf(opened(lambdaClient()), cloud, 'sensors', ADDED)).toEqual([]);
    expect(await identitiesNow()).toEqual(identities);
  });
});
