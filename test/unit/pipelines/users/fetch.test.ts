import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJudge } from '../../../../core/judge.ts';
import type { HttpPull } from '../../../../core/pull/http-pull.ts';
import { requirePull } from '../../../../core/pull/require-pull.ts';
import { createWireWriter } from '../../../../core/pull/wire-entry.ts';
import type { FetchedPage } from '../../../../functions/fetch/page.ts';
import { httpReader } from '../../../../functions/fetch/sources/http.ts';
import users from '../../../../pipelines/users.ts';
import { RandomuserServer } from '../../../support/randomuser-server.ts';
import { recordOf } from '../../../support/records.ts';
import { FakeClock } from '../../functions/support/fake-clock.ts';

const pull = requirePull(users) as HttpPull;
const judge = createJudge(users);

let server: RandomuserServer;
beforeAll(async () => {
  server = await RandomuserServer.start();
});
afterAll(async () => server?.stop());

interface Read {
  readonly page: FetchedPage;
  readonly retried: number;
  readonly slept: readonly number[];
}

async function read(
  changes: Partial<HttpPull> = {},
  { count = 5, position = '0', url = server.url } = {},
): Promise<Read> {
  const clock = new FakeClock();
  const options = { pull: { ...pull, ...changes }, url, count, clock, random: () => 0.5 };
  let retried = 0;
  const page = await httpReader({ ...options, deadline: clock.now() + 120_000 }).next(position, () => void retried++);
  return { page, retried, slept: clock.sleeps };
}

const sources = ({ page }: Read) => new Set(page.records.map(({ record }) => record.source));

describe('users: fetched from a server in the form of the API', () => {
  it('5,000 people come in one answer, each accepted, without a secret', async () => {
    server.behave('people');
    const { page, retried } = await read({}, { count: 5_000 });
    expect(retried).toBe(0);
    expect(Object.fromEntries(server.asked[0] ?? [])).toEqual({ results: '5000', seed: 'caudal', page: '1' });
    expect(page.position).toBe('1');
    expect(page.records).toHaveLength(5_000);
    expect(new Set(page.records.map(({ record }) => record.id)).size).toBe(5_000);
    for (const { record } of page.records.slice(0, 500)) expect(judge(recordOf(record))).toHaveProperty('accepted');
    expect(new Set(page.records.flatMap(({ record }) => Object.keys(record)))).toEqual(
      new Set([...Object.keys(users.record.table.columns)].filter((column) => column !== 'ts')),
    );
  });

  it('a page fetched again is the same people; the next page is others', async () => {
    server.behave('people');
    const ids = ({ page }: Read) => page.records.map(({ record }) => record.id);
    const [one, again, next] = [await read(), await read(), await read({}, { position: '1' })];
    expect(ids(again)).toEqual(ids(one));
    expect(ids(next).filter((id) => ids(one).includes(id))).toEqual([]);
  });

  it('what is put is what the table gives back, to the byte, but for the time of the fetch', async () => {
    server.behave('people');
    const writer = createWireWriter(users);
    const { page } = await read({}, { count: 50 });
    for (const { record, ownId } of page.records) {
      const { data, partitionKey } = writer.entry(record, ownId, Date.UTC(2026, 10, 22));
      const { _event_time, ...put } = JSON.parse(Buffer.from(data).toString());
      expect(_event_time).toBe('2026-11-22T00:00:00.000Z');
      expect(partitionKey).toBe(record.country);
      expect(JSON.stringify(users.record.toEvent(users.record.toRow(put)))).toBe(JSON.stringify(put));
    }
  });

  it.each(['busy', 'down', 'cut', 'broken'] as const)('after "%s", it asks again', async (trouble) => {
    server.behave(trouble, trouble, 'people');
    const found = await read();
    expect(found.retried).toBe(2);
    expect(found.slept).toHaveLength(2);
    if (trouble === 'busy') expect(found.slept).toEqual([1_000, 1_000]);
    expect(sources(found)).toEqual(new Set(['randomuser']));
  });

  it('after a hang, too', async () => {
    server.behave('hang', 'people');
    const found = await read({ tryTimeoutSeconds: 1 });
    expect([found.retried, found.page.records.length]).toEqual([1, 5]);
  });
});

describe('users: where the API is out of reach', () => {
  it.each([
    ['busy', 5, 'answered 429, at try 5'],
    ['down', 5, 'answered 500, at try 5'],
    ['cut', 5, 'broke off its answer'],
    ['page', 1, 'answered with text/html, not with JSON'],
  ] as const)(
    'for ever "%s": people are made up, marked, and the page stays to be fetched',
    async (trouble, tries, said) => {
      server.behave(trouble);
      const found = await read({}, { count: 20, position: '7' });
      expect(server.asked).toHaveLength(tries);
      expect(found.page.fallbackReason).toContain(said);
      expect(found.page.position).toBeUndefined();
      expect(found.page.records).toHaveLength(20);
      expect(sources(found)).toEqual(new Set(['generated']));
      for (const { record } of found.page.records) expect(judge(recordOf(record))).toHaveProperty('accepted');
    },
  );

  it('a server that hangs, and none at all', async () => {
    server.behave('hang');
    const hung = await read({ tryTimeoutSeconds: 1, tries: 2 });
    expect(hung.page.fallbackReason).toContain('gave no answer (time-out)');
    const gone = await RandomuserServer.start();
    const { url } = gone;
    await gone.stop();
    const none = await read({}, { url });
    expect(none.page.fallbackReason).toContain('gave no answer (ECONNREFUSED)');
    for (const found of [hung, none]) expect(sources(found)).toEqual(new Set(['generated']));
  });
});

describe('users: an answer that is a mistake makes nobody up', () => {
  it('an error in place of people, and more than anybody wants', async () => {
    server.behave('sorry');
    await expect(read()).rejects.toThrow('randomuser.me answered with an error in place of people');
    server.behave('endless');
    await expect(read({ maxBytes: 100_000 })).rejects.toThrow('answered with more than 100000 bytes');
    expect(server.asked).toHaveLength(1);
  });

  it('people that are none: nothing of them is said', async () => {
    server.behave('people');
    server.people = [{ name: { first: 'Jennie' } }, 'Jennie Nichols' as never];
    const error = await read().catch((thrown: Error) => thrown.message);
    server.people = undefined;
    expect(error).toContain('results[1] must be an object (received a string)');
    expect(error).not.toContain('Jennie');
  });
});
