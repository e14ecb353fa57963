/**
 * The runner of Lambda's event source mappings: polls the local streams, invokes through LocalStack's gateway. LocalStack's
 * extension tells it which mappings there are; it keeps them, and their positions, in its folder.
 */
import { type Route, startControlServer } from './control/server.ts';
import { runnerSettings } from './settings.ts';

const settings = runnerSettings(process.env);
const routes: readonly Route[] = [
  { method: 'GET', path: /^\/health$/, answer: () => ({ status: 200, body: { status: 'running' } }) },
];
const server = await startControlServer(settings.port, routes);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close());
