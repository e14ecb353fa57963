import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createEngine } from '../../../localstack/kinesis/engine.ts';
import { noLimits } from '../../../localstack/kinesis/limits.ts';
import { createKinesisServer } from '../../../localstack/kinesis/server/http-server.ts';
import { streamMetrics } from '../../../localstack/kinesis/stream-metrics.ts';
import { StreamStore } from '../../../localstack/kinesis/streams/store.ts';
import { createMetricBuffer } from '../../../localstack/metrics/buffer.ts';
import { temporaryFolder } from './folders.ts';

/**
 * The engine behind HTTP on a free port of this process, until the test has ended. Stream changes are over at once.
 *
 * @param onFailure is told what the engine did not expect
 * @param now the engine's clock, in milliseconds since the epoch @default the machine's
 */
export async function serveEngine(
  onFailure: (error: unknown) => void,
  now: () => number = Date.now,
): Promise<{ readonly server: Server; readonly port: number }> {
  const buffer = createMetricBuffer(now);
  const store = await StreamStore.open(temporaryFolder());
  const world = { store, metrics: streamMetrics(buffer), limits: noLimits, now, transitionMs: 0 };
  const server = createKinesisServer({ engine: createEngine(world), drainMetrics: () => buffer.drain(), onFailure });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await store.close();
  });
  return { server, port: (server.address() as AddressInfo).port };
}
