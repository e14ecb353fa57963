/**
 * Latency from a put to the start of the handler through the event source mapping of the local cloud, and through
 * LocalStack's own poller beside it. Needs a cloud that runs (`./caudal up`).
 */
import { cloudConfig } from '../localstack/config.ts';
import { type Latency, measureLatency } from './mapping/measure.ts';
import { startOwnPoller } from './mapping/own-poller.ts';
import { createTarget } from './mapping/target.ts';

const RATES = [5, 50, 500] as const;
const SECONDS = 20;

/** Measures both pollers, one after the other, on the same Kinesis engine. */
export async function benchMapping(): Promise<Record<'runner' | 'localstack', Latency[]>> {
  const config = cloudConfig();
  const runner = await measureAll(config.ports.localstack, 'bench-runner');
  const own = await startOwnPoller(config);
  try {
    return { runner, localstack: await measureAll(own.port, 'bench-localstack') };
  } finally {
    await own.stop();
  }
}

async function measureAll(port: number, name: string): Promise<Latency[]> {
  const target = await createTarget(port, name);
  try {
    // The first invocation starts a process.
    await measureLatency(target, 10, 2);
    const latencies: Latency[] = [];
    for (const rate of RATES) latencies.push(await measureLatency(target, rate, SECONDS));
    return latencies;
  } finally {
    await target.remove();
  }
}
