import { createRandom } from '../../../core/producer/random.ts';
import { type LabelledReading, SensorRun } from './run.ts';

/** What is to be made. */
export interface LabelledOptions {
  /** Fixes all else, but for the devices, which their numbers fix. */
  readonly seed: number;
  /** Number of the first device. */
  readonly first: number;
  readonly devices: number;
  /** Share of them that degrade, 0 to 0.5. */
  readonly degrading: number;
  /** Of all devices, over 0. */
  readonly readingsPerSecond: number;
  readonly seconds: number;
  /** Event time of the first, in milliseconds since the epoch. */
  readonly startAt: number;
}

/** Readings as the producer sends them, without faults, each with its device's wear: what a model is trained on and judged by. */
export function* labelledReadings(options: LabelledOptions): Generator<LabelledReading> {
  const { seed, first, devices, degrading, readingsPerSecond, seconds, startAt } = options;
  const random = createRandom('sensors', 'labelled', seed);
  const run = new SensorRun(first);
  for (let n = 0; n < readingsPerSecond * seconds; n += 1) {
    const at = Math.floor(startAt + (n * 1000) / readingsPerSecond);
    yield run.next({ random, id: `${at}-${random.hex(24)}`, at, devices, degrading });
  }
}
