import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createMetricBuffer } from '../metrics/buffer.ts';
import { createEngine } from './engine.ts';
import { noLimits, shardLimits } from './limits.ts';
import { createKinesisServer } from './server/http-server.ts';
import { readSettings } from './settings.ts';
import { streamMetrics } from './stream-metrics.ts';
import { StreamStore } from './streams/store.ts';

/** How often expired records are looked for. Unit: ms. */
const trimEveryMs = 10 * 60_000;

const log = (text: string): void => console.log(`${new Date().toISOString()} ${text}`);
const fail = (error: unknown): void => console.error(new Date().toISOString(), error);
const now = (): number => Date.now();

const settings = readSettings(process.env);
const buffer = createMetricBuffer(now);
const store = await StreamStore.open(settings.folder, {
  onCut: (folder, bytes) => log(`cut ${bytes} bytes of an unfinished write off the log in ${folder}`),
});
const engine = createEngine({
  store,
  metrics: streamMetrics(buffer),
  limits: settings.limits ? shardLimits(now) : noLimits,
  now,
});
const server = createKinesisServer({ engine, drainMetrics: () => buffer.drain(), onFailure: fail });
server.listen(settings.port, '127.0.0.1');
await once(server, 'listening');
log(`kinesis listens on 127.0.0.1:${(server.address() as AddressInfo).port} with ${store.all().length} streams`);

const trimming = setInterval(() => void trim(), trimEveryMs);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function trim(): Promise<void> {
  for (const stream of store.all()) await stream.trim(now()).catch(fail);
}

/** What is written is on disk already; this only lets the writes that are under way end. */
async function stop(): Promise<void> {
  clearInterval(trimming);
  server.close();
  server.closeIdleConnections();
  await store.close();
  server.closeAllConnections();
  process.exit(0);
}
