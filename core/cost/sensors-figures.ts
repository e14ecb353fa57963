import type { PipelineFigures } from './usage.ts';

/**
 * Measured on 2026-11-23 with the pipeline `sensors` on the local cloud: 50 events/s of 50 devices for 40 s, one in a hundred invalid, the
 * mappings with a batching window of a second, so that batches come as on AWS, one a second and shard. Log bytes and counts are those
 * of the log lines, sizes those of the rows and items that were there afterwards. Durations are the tenth percentile of a machine
 * whose two cores had a load of 15 by other work: an upper bound. `docs/cost.md` says how to measure again.
 */
export const sensorsFigures: PipelineFigures = {
  ingest: { logBytes: 1_405, gbSeconds: 0.5 * 0.14 },
  analyze: { logBytes: 2_070, gbSeconds: 0.5 * 0.61 },
  sweep: { logBytes: 1_366, gbSeconds: 0.5 * 0.61 },
  // The table of record, and one query; no row is over 500 bytes.
  rowsPerEvent: 2,
  // ops.ingest_batches and ops.analyze_batches.
  rowsPerBatch: 2,
  // ops.latest_values, and 12.49 window results for 12.15 devices.
  rowsPerDevice: 1 + 12.49 / 12.15,
  // 15.64 writes for 12.15 devices, of items of 2.6 KB.
  stateUnitsPerDevice: (15.64 / 12.15) * 3.02,
  stateUnitsPerBatch: 2,
  // The index is asked partition by partition.
  readUnitsPerSweep: 8,
  // 93 and 104 bytes of values, and some 100 that Keyspaces adds to each row.
  bytesPerEvent: 93 + 104 + 2 * 100,
  metrics: 29,
  // In the first minute, when every device may raise its first one; after that the cool-down of five minutes makes it less.
  alertsPerEvent: 0.03,
};
