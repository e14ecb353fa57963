import { analyze } from './analyze/index.ts';
import { kinesis } from './kinesis/index.ts';
import { mapping } from './mapping/report.ts';
import type { Bench } from './model.ts';

/** Every bench by its name. */
export const benches: Readonly<Record<string, Bench>> = { analyze, kinesis, mapping };
