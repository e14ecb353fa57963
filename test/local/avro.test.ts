import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allDifferences } from '../../cli/analysis/report.ts';
import { settleAnalysis } from '../../cli/analysis/settle.ts';
import { CqlShell } from '../../cli/cql.ts';
import { findDeployment } from '../../cli/deployment.ts';
import { requireAnalysis } from '../../core/analysis/require-analysis.ts';
import { wireFormat } from '../../core/avro/wire-format.ts';
import { awsEnvironment } from '../../localstack/access.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { pipelineNamed } from '../../pipelines/index.ts';
import { run, stockClients } from './avro-client/environment.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { clientsOf } from './support/clients.ts';
import { until } from './support/until.ts';

const config = cloudConfig();
const stream = 'payments.events';
const env = { ...awsEnvironment(config), SCHEMA_REGISTRY: `http://localhost:${config.ports.registry}` };
const script = (name: string) => new URL(`avro-client/${name}.py`, import.meta.url).pathname;

/** What the walk of the registry found. */
interface Walk {
  readonly sent: readonly { readonly id: number; readonly shard: string; readonly sequence: string }[];
  readonly by_id: unknown;
}

let shell: CqlShell;
let python: string;
let walk: Walk;
beforeAll(async () => {
  shell = await CqlShell.connect(config);
  python = await stockClients();
});
afterAll(async () => shell?.close());

/** The row of an event that brought no id: it is named by its place in the stream. */
async function rowAt(shard: string, sequence: string): Promise<Record<string, unknown>> {
  const id = `${shard}:${sequence}`;
  const find = () => shell.run(`SELECT * FROM payments.transactions WHERE transaction_id = '${id}'`);
  const { rows } = await until(find, (found) => found.rows.length > 0);
  return rows[0] ?? {};
}

describe("the course's script, with Confluent's own serializer", () => {
  it('leads to a row with its map', async () => {
    const [shard = '', sequence = ''] = (await run(python, [script('user_events'), stream], env)).trim().split(' ');
    expect(await rowAt(shard, sequence)).toMatchObject({
      user_id: 'user_456',
      action: 'view_product',
      properties: { category: 'electronics', price: '299.99', product_id: 'prod_789' },
      timestamp: expect.anything(),
    });
  });
});

describe('the registry, walked by its stock client', () => {
  const topic = `evolution-${Date.now()}`;
  const subject = `${topic}-value`;
  beforeAll(async () => {
    walk = JSON.parse(await run(python, [script('evolution'), stream, topic, topic], env)) as Walk;
  });

  it('gives ids and versions, tells what fits, and refuses in words', () => {
    const ids = walk.sent.map(({ id }) => id);
    expect(walk).toMatchObject({
      before: [404, 40401, `Subject '${subject}' not found.`],
      refused: [409, 40901, expect.stringContaining('field device: the reader needs it and has no default')],
      fits: [false, true],
      no_level: [422, 42203, expect.stringContaining('received "SOME"')],
      subject: true,
      versions: [1, 2],
      latest: [subject, 2, ids[1]],
      looked_up: 1,
      registered_again: ids[0],
      elsewhere: ids[0],
      level: 'BACKWARD',
      set: { compatibility: 'FULL' },
      own_level: 'FULL',
      kept: [422, 42205, expect.stringContaining('never deleted')],
    });
    expect(ids[1]).toBeGreaterThan(ids[0] ?? 0);
    expect(walk.by_id).toMatchObject({ name: 'UserEvent', fields: expect.objectContaining({ length: 4 }) });
  });

  it('lets the events of both versions flow', async () => {
    const rows = await Promise.all(walk.sent.map(({ shard, sequence }) => rowAt(shard, sequence)));
    expect(rows.map(({ user_id, device }) => [user_id, device ?? null])).toEqual([
      [topic, null],
      [topic, 'phone'],
    ]);
  });
});

it('gives dense ids, also to producers that register at once', async () => {
  const run = Date.now();
  const ids = await Promise.all(
    Array.from({ length: 4 }, async (_, n) => {
      const schema = JSON.stringify({ type: 'record', name: `R${run}_${n}`, fields: [] });
      const response = await fetch(`http://127.0.0.1:${config.ports.registry}/subjects/race-${run}-${n}/versions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schema }),
      });
      expect(response.status, await response.clone().text()).toBe(200);
      return ((await response.json()) as { id: number }).id;
    }),
  );
  const [first = 0, ...others] = ids.toSorted((a, b) => a - b);
  expect(others).toEqual([first + 1, first + 2, first + 3]);
});

describe('Avro that is none', () => {
  it('is rejected with its reason, and kept to the byte', async () => {
    const { kinesis } = clientsOf();
    const payloads = [
      wireFormat(4_000_000, Buffer.from([2])),
      wireFormat(walk.sent[0]?.id ?? 0, Buffer.from([0xfe, 0xff, 0xff, 0xff, 0x7f])),
    ];
    const sent: string[] = [];
    for (const Data of payloads) {
      const put = await kinesis.send(new PutRecordCommand({ StreamName: stream, PartitionKey: 'nobody', Data }));
      sent.push(`${put.ShardId}:${put.SequenceNumber}`);
    }
    kinesis.destroy();
    const read = async () => {
      const { stdout } = await caudal(['rejected', 'payments', '--unmasked', '--json']);
      const rows = JSON.parse(stdout) as {
        shard: string;
        sequence: string;
        reasons: string[];
        payload: string;
        payload_base64: string;
      }[];
      return sent.map((at) => rows.find(({ shard, sequence }) => `${shard}:${sequence}` === at));
    };
    const rows = await until(read, (found) => found.every(Boolean));
    expect(rows.map((row) => row?.reasons)).toEqual([
      ['unknown-schema: the registry has no schema 4000000: register it before sending what it describes'],
      // No field: payments has personal fields, and its name may be the key of a map.
      ['not-avro: the payload must be Avro of its schema, and is not'],
    ]);
    // The first is UTF-8 by chance, and kept as text.
    expect(rows[0]?.payload).toBe(payloads[0]?.toString('utf8'));
    expect(rows[1]?.payload_base64).toBe(payloads[1]?.toString('base64'));
  });
});

describe('caudal produce --wire avro', () => {
  it('registers the schema and sends by it; every event is stored, and windows and alerts are those of the reference', async () => {
    const { runId } = await caudalJson<{ runId: string }>([
      ...['produce', 'payments', '--wire', 'avro', '--rate', '50', '--for', '3s', '--invalid', '10%'],
    ]);
    const counts = await caudalJson<Record<string, number>>([
      ...['ledger', 'payments', '--run', runId, '--wait', '60s'],
    ]);
    expect(counts).toMatchObject({ sent: 150, failed: 0, inFlight: 0, lost: 0 });
    expect(counts.stored).toBeGreaterThan(counts.rejected ?? 0);

    const { operationsBucket: bucket } = await findDeployment(config);
    const pipeline = requireAnalysis(pipelineNamed('payments'));
    const signal = AbortSignal.timeout(120_000);
    const analysis = await settleAnalysis({
      connect: () => CqlShell.connect(config),
      bucket,
      pipeline,
      runId,
      waitMs: 60_000,
      signal,
    });
    expect(analysis.counts.applied).toBe(counts.stored);
    expect(allDifferences(analysis)).toEqual([]);
  });
});
