import type { MappingSettings, StreamRecord } from '../model.ts';
import { cutBatch } from './batching.ts';
import { bisect } from './bisect.ts';
import { matchesFilters } from './filters/matches-filters.ts';
import { laneOf } from './lanes.ts';
import { isTooOld } from './record-age.ts';
import { readResponse } from './response.ts';
import { backoff, mayRetry } from './retries.ts';
import { isOverflowing, windowOf } from './windows.ts';

/** The decisions that the machine leaves to rules. */
export interface Rules {
  readonly cutBatch: typeof cutBatch;
  readonly bisect: typeof bisect;
  readonly matchesFilters: (settings: MappingSettings, record: StreamRecord) => boolean;
  readonly laneOf: typeof laneOf;
  readonly isTooOld: typeof isTooOld;
  readonly readResponse: typeof readResponse;
  readonly mayRetry: typeof mayRetry;
  readonly backoff: typeof backoff;
  readonly windowOf: typeof windowOf;
  readonly isOverflowing: typeof isOverflowing;
}

/** AWS's. */
export const awsRules: Rules = {
  cutBatch,
  bisect,
  matchesFilters,
  laneOf,
  isTooOld,
  readResponse,
  mayRetry,
  backoff,
  windowOf,
  isOverflowing,
};
