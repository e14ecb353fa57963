import type { Random } from '../../../../../core/producer/generator.ts';
import type { Ending, Invoked } from './history.ts';

/** How a simulated function behaves. */
export interface Behaviour {
  /** How it tells that a record cannot be processed: by throwing, by reporting it, or by either. */
  readonly style: 'throws' | 'reports' | 'mixed';
  /** Shares of invocations that go wrong for no reason of the records. */
  readonly failing: number;
  readonly throttled: number;
  /** A time in which nothing is processed. */
  readonly outage: { readonly from: number; readonly to: number; readonly as: 'failed' | 'throttled' } | undefined;
  readonly garbage: number;
  /** Records that always fail, by value. */
  readonly poison: (value: number) => boolean;
  readonly durationMs: number;
  /** Windows: a state of more than 1 MB now and then. */
  readonly overflowing: boolean;
}

/** What comes back of an invocation. */
export interface Reply {
  readonly ending: Ending;
  readonly payload: string;
  /** Records from the front that are processed. */
  readonly processed: number;
  /** Whether it is an answer as AWS wants it. */
  readonly proper: boolean;
}

const garbage = [
  'nonsense',
  '[]',
  '7',
  '{"batchItemFailures":7}',
  '{"batchItemFailures":[{"itemIdentifier":""}]}',
  '{"batchItemFailures":[{"id":"1"}]}',
  '{"batchItemFailures":[{"itemIdentifier":null}]}',
  '{"batchItemFailures":[{"itemIdentifier":"1"}]}',
];

/** The function: adds up values, in a window's state where there is one. */
export function callFunction(behaviour: Behaviour, reports: boolean, invoked: Invoked, random: Random): Reply {
  const failed: Reply = { ending: 'failed', payload: '{"errorMessage":"no"}', processed: 0, proper: false };
  const throttled: Reply = { ending: 'throttled', payload: '', processed: 0, proper: false };
  const { outage } = behaviour;
  if (outage && invoked.at >= outage.from && invoked.at < outage.to) return outage.as === 'failed' ? failed : throttled;
  if (random.chance(behaviour.throttled)) return throttled;
  if (random.chance(behaviour.failing)) return failed;
  if ((reports || invoked.window) && random.chance(behaviour.garbage)) {
    return { ending: 'returned', payload: random.pick(garbage), processed: 0, proper: false };
  }
  const bad = invoked.records.findIndex(({ data }) => data !== 'garbage' && behaviour.poison(data.value));
  const processed = bad === -1 ? invoked.records.length : bad;
  const reporting = reports && (behaviour.style === 'reports' || (behaviour.style === 'mixed' && random.chance(0.5)));
  if (bad !== -1 && !reporting) return failed;
  // Later ones are named too, and first: only the lowest counts.
  const named = bad === -1 ? [] : [invoked.records.at(-1), invoked.records[bad]];
  const batchItemFailures = named.map((record) => ({ itemIdentifier: record?.sequenceNumber }));
  const payload = JSON.stringify({ batchItemFailures, ...stateOf(behaviour, invoked, processed, random) });
  return { ending: 'returned', payload, processed, proper: true };
}

function stateOf({ overflowing }: Behaviour, { window, records }: Invoked, processed: number, random: Random) {
  if (!window) return {};
  const sum = records
    .slice(0, processed)
    .reduce((total, { data }) => total + (data === 'garbage' ? 0 : data.value), window.sum);
  const padding = overflowing && random.chance(0.15) ? 'x'.repeat(1_100_000) : '';
  return { state: { sum, padding } };
}
