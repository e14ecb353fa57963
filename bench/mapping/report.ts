import { table } from '../../cli/output.ts';
import { benchMapping } from '../mapping.ts';
import type { Bench } from '../model.ts';

/** The event source mapping's two pollers, on the cloud that runs. */
export const mapping: Bench = {
  summary: "latency from a put to the start of the handler: our runner and LocalStack's poller (needs ./caudal up)",
  seconds: 150,
  async run() {
    const measured = await benchMapping();
    const rows = Object.entries(measured).flatMap(([poller, latencies]) =>
      latencies.map(({ recordsPerSecond, records, p50, p99, max }) => [
        poller,
        recordsPerSecond,
        records,
        p50,
        p99,
        max,
      ]),
    );
    const head = ['poller', 'records/s', 'records', 'p50 ms', 'p99 ms', 'max ms'];
    return { document: measured, text: table(head, rows) };
  },
};
