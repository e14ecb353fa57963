import { createRandom } from '../../../core/producer/random.ts';
import { type LabelledEvent, PaymentRun } from './run.ts';

/** What is to be made. */
export interface LabelledOptions {
  /** Fixes all else. */
  readonly seed: number;
  /** How many users take part, from 1. */
  readonly users: number;
  /** Number of the first of them: of other numbers, other users. @default 1 */
  readonly firstUser?: number;
  readonly events: number;
  /** Over 0. */
  readonly eventsPerSecond: number;
  /** Event time of the first, in milliseconds since the epoch. */
  readonly startAt: number;
  /** Of so many sessions one is fraud. @default as the producer's, in `settings.ts` */
  readonly fraudEvery?: number;
}

/** Events as the producer sends them, without faults, each with its label: what a model is trained on and measured with. */
export function* labelledEvents(options: LabelledOptions): Generator<LabelledEvent> {
  const { seed, users, firstUser, events, eventsPerSecond, startAt, fraudEvery } = options;
  const random = createRandom('payments', 'labelled', seed);
  const run = new PaymentRun(fraudEvery, firstUser);
  for (let n = 0; n < events; n += 1) {
    const at = Math.floor(startAt + (n * 1000) / eventsPerSecond);
    yield run.next({ random, id: `${at}-${random.hex(24)}`, at, devices: users });
  }
}
