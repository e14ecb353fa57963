import { errors, type policies, types } from 'cassandra-driver';
import { describe, expect, test } from 'vitest';
import { whileBusy } from '../../../../../functions/clients/cql/retry.ts';
import { LostConnectionRetry } from '../../../../../functions/clients/cql/retry-policy.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const overloaded = new errors.ResponseError(0x1001, 'overloaded');

/** Work that fails so many times before it succeeds. */
function failing(times: number, error: Error) {
  let tries = 0;
  const work = async (): Promise<string> => {
    tries += 1;
    if (tries <= times) throw error;
    return 'done';
  };
  return { work, tries: () => tries };
}

describe('whileBusy', () => {
  const run = (work: () => Promise<string>, clock: FakeClock, forMs: number, random = 1) =>
    whileBusy(work, { clock, random: () => random, until: clock.now() + forMs });

  test('waits longer each time, up to five seconds', async () => {
    const clock = new FakeClock();
    const { work, tries } = failing(8, overloaded);
    expect(await run(work, clock, 60_000)).toBe('done');
    expect(tries()).toBe(9);
    expect(clock.sleeps).toEqual([100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  });

  test('draws from the whole range, so that callers who failed together do not come back together', async () => {
    const clock = new FakeClock();
    await run(failing(3, overloaded).work, clock, 60_000, 0.25);
    expect(clock.sleeps).toEqual([25, 50, 100]);
  });

  test('ends before a pause that would go beyond the time there is, with the last error', async () => {
    const clock = new FakeClock();
    const begun = clock.now();
    const { work, tries } = failing(100, overloaded);
    await expect(run(work, clock, 2_000)).rejects.toBe(overloaded);
    expect(tries()).toBe(5);
    expect(clock.now() - begun).toBeLessThan(2_000);
  });

  test('tries once where no time is given', async () => {
    const { work, tries } = failing(100, overloaded);
    await expect(run(work, new FakeClock(), 0)).rejects.toBe(overloaded);
    expect(tries()).toBe(1);
  });

  test('repeats nothing that will be answered the same again', async () => {
    const invalid = new errors.ResponseError(0x2200, 'unconfigured table readings');
    const { work, tries } = failing(1, invalid);
    await expect(run(work, new FakeClock(), 60_000)).rejects.toBe(invalid);
    expect(tries()).toBe(1);
  });
});

describe('LostConnectionRetry', () => {
  const policy = new LostConnectionRetry();
  const decide = (error: Error) =>
    policy.onRequestError({ nbRetry: 0 } as policies.retry.OperationInfo, types.consistencies.localQuorum, error);

  test('sends a request whose connection was lost to another address', () => {
    const lost = Object.assign(new Error('Socket was closed'), { isSocketError: true });
    expect(decide(lost)).toEqual(policy.retryResult(types.consistencies.localQuorum, false));
  });

  test('gives everything else back, so that nothing goes round all addresses without a pause', () => {
    const timedOut = new errors.OperationTimedOutError('no reply', '10.0.0.1:9142');
    const decisions = [decide(overloaded), decide(timedOut), policy.onUnavailable(), policy.onReadTimeout()];
    for (const decision of [...decisions, policy.onWriteTimeout()]) expect(decision).toEqual(policy.rethrowResult());
  });
});
