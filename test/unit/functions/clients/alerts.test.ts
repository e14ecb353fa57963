import { expect, test } from 'vitest';
import { putAlert } from '../../../../functions/clients/alerts.ts';
import { FakeClock } from '../support/fake-clock.ts';

const alert = { source: 'caudal.health', detailType: 'Health check failed', detail: { reasons: ['x'] } };

/** A bus that does not take the entry so many times, though the call answers well. */
function busThatRefuses(times: number) {
  let calls = 0;
  const send = async () => {
    calls += 1;
    return calls <= times
      ? { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }] }
      : { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
  };
  return { client: { send } as never, calls: () => calls };
}

test('sends an entry again that the bus did not take', async () => {
  const { client, calls } = busThatRefuses(2);
  await putAlert(client, 'caudal-alerts', alert, new FakeClock());
  expect(calls()).toBe(3);
});

test('says so when it never does', async () => {
  const { client } = busThatRefuses(3);
  await expect(putAlert(client, 'caudal-alerts', alert, new FakeClock())).rejects.toThrow(
    'the bus caudal-alerts did not take "Health check failed" in 3 tries (ThrottlingException: slow down)',
  );
});
