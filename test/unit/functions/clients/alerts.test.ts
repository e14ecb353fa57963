import { describe, expect, test } from 'vitest';
import { putAlert, putEvents } from '../../../../functions/clients/alerts.ts';
import { FakeClock } from '../support/fake-clock.ts';

const alert = { source: 'caudal.health', detailType: 'Health check failed', detail: { reasons: ['x'] } };

interface Entry {
  readonly Detail: string;
}

/** A bus that answers each entry as it is told to: with an error code, or by taking it. */
function busThat(answer: (detail: string, call: number) => string | undefined) {
  const calls: string[][] = [];
  const send = async ({ input: { Entries } }: { input: { Entries: Entry[] } }) => {
    calls.push(Entries.map(({ Detail }) => Detail));
    const answers = Entries.map(({ Detail }) => {
      const ErrorCode = answer(Detail, calls.length);
      return ErrorCode ? { ErrorCode, ErrorMessage: 'slow down' } : { EventId: '1' };
    });
    return { FailedEntryCount: answers.filter((one) => 'ErrorCode' in one).length, Entries: answers };
  };
  return { client: { send } as never, calls };
}

const events = (count: number) => Array.from({ length: count }, (_, n) => ({ ...alert, detail: { n } }));
const put = (client: never, list: Parameters<typeof putEvents>[2]) => putEvents(client, 'bus', list, new FakeClock());

describe('putAlert', () => {
  test('sends an entry again that the bus did not take', async () => {
    const { client, calls } = busThat((_, call) => (call <= 2 ? 'ThrottlingException' : undefined));
    await putAlert(client, 'caudal-alerts', alert, new FakeClock());
    expect(calls).toHaveLength(3);
  });

  test('says so when it never does', async () => {
    const { client } = busThat(() => 'ThrottlingException');
    await expect(putAlert(client, 'caudal-alerts', alert, new FakeClock())).rejects.toThrow(
      'the bus caudal-alerts did not take "Health check failed" in 3 tries (ThrottlingException: slow down)',
    );
  });
});

describe('putEvents', () => {
  test('puts ten a call', async () => {
    const { client, calls } = busThat(() => undefined);
    expect(await put(client, events(23))).toEqual(new Array(23).fill(undefined));
    expect(calls.map((call) => call.length)).toEqual([10, 10, 3]);
  });

  test('keeps a call within 256 KB', async () => {
    const { client, calls } = busThat(() => undefined);
    await put(
      client,
      events(3).map((event) => ({ ...event, detail: { text: 'x'.repeat(100_000) } })),
    );
    expect(calls.map((call) => call.length)).toEqual([2, 1]);
  });

  test('sends again only what was not taken, and says which never was', async () => {
    const { client, calls } = busThat((detail, call) =>
      detail === '{"n":1}' && call === 1 ? 'InternalFailure' : detail === '{"n":2}' ? 'ThrottlingException' : undefined,
    );
    const results = await put(client, events(4));
    expect(calls).toEqual([['{"n":0}', '{"n":1}', '{"n":2}', '{"n":3}'], ['{"n":1}', '{"n":2}'], ['{"n":2}']]);
    expect(results.map((result) => result?.refused)).toEqual([undefined, undefined, false, undefined]);
  });

  test('does not send again what the bus refuses for good', async () => {
    const { client, calls } = busThat((detail) => (detail === '{"n":0}' ? 'MalformedDetail' : undefined));
    const results = await put(client, events(2));
    expect(calls).toHaveLength(1);
    expect(results[0]).toMatchObject({ refused: true, error: new Error('MalformedDetail: slow down') });
  });

  test('takes a call that failed for the failure of its entries, and throws nothing', async () => {
    const down = { send: async () => Promise.reject(new Error('connect ECONNREFUSED')) } as never;
    const results = await put(down, events(2));
    expect(results).toEqual(events(2).map(() => ({ error: new Error('connect ECONNREFUSED'), refused: false })));
  });
});
