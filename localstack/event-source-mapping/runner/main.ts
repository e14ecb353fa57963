/**
 * The runner of Lambda's event source mappings: polls the local streams, invokes through LocalStack's gateway. LocalStack's
 * extension tells it which mappings there are; it keeps them, and their positions, in its folder.
 */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMetricBuffer } from '../../metrics/buffer.ts';
import { createClients } from './aws/clients.ts';
import { controlRoutes } from './control/routes.ts';
import { startControlServer } from './control/server.ts';
import { createGivenUp } from './given-up.ts';
import { createIteratorAges } from './iterator-age.ts';
import { createLog } from './log.ts';
import { openMappings } from './mappings.ts';
import { runnerSettings } from './settings.ts';
import { connectMapping } from './wiring.ts';

/** For invocations that are under way when the runner is stopped; what lasts longer is delivered again. Unit: ms. */
const STOP_MS = 5000;

const settings = runnerSettings(process.env);
const log = createLog((line) => process.stdout.write(line));
const metrics = createMetricBuffer(Date.now);
const ages = createIteratorAges(metrics, Date.now);
const givenUp = createGivenUp(metrics);
const connect = connectMapping({ settings, clients: createClients(settings), ages, givenUp, log });
const mappings = await openMappings(path.join(settings.folder, 'mappings'), connect, log);
await startControlServer(settings.port, controlRoutes(mappings, metrics));
log.info('listening', { port: settings.port, mappings: mappings.all().length });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    const inTime = await Promise.race([mappings.stop().then(() => true), sleep(STOP_MS, false)]);
    log.info('stopped', { inTime });
    process.exit(0);
  });
}
