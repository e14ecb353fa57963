import { cloudConfig } from '../config.ts';
import { watch } from './watch.ts';

const ended = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ended.abort(new Error(signal)));

await watch(cloudConfig(), ended.signal);
