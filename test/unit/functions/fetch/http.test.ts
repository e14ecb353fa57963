import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { definePull } from '../../../../core/pull/define-pull.ts';
import type { HttpPull, HttpPullDefinition } from '../../../../core/pull/http-pull.ts';
import type { HttpSourceError } from '../../../../functions/fetch/http-error.ts';
import { httpReader } from '../../../../functions/fetch/sources/http.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { serving } from './support.ts';

interface People {
  readonly results: readonly { readonly name: string }[];
  readonly next?: string;
}

const definition: HttpPullDefinition = {
  kind: 'http',
  every: '1d',
  url: 'https://people.example',
  query: ({ count, position }) => ({ results: count, ...(position !== undefined && { page: position }) }),
  read: (answer) => {
    const { results, next } = answer as People;
    if (!Array.isArray(results)) throw new Error('"results" is no list');
    return { records: results, ...(next !== undefined && { position: next, more: true }) };
  },
};

const json = (response: ServerResponse, body: unknown, status = 200, headers = {}) =>
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));

/** One answer after the other, the last one for ever. */
function answering(...answers: ((response: ServerResponse, request: IncomingMessage) => unknown)[]) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    answers[Math.min(asked.length, answers.length) - 1]?.(response, request);
  };
  return { asked, listener };
}

const ana = { results: [{ name: 'ana' }] };

function read(
  url: URL,
  changes: Partial<HttpPullDefinition> = {},
  { clock = new FakeClock(), count = 3, position }: { clock?: FakeClock; count?: number; position?: string } = {},
) {
  const pull = definePull({ ...definition, ...changes }) as HttpPull;
  const reader = httpReader({ pull, url, count, clock, random: () => 0.5, deadline: clock.now() + 60_000 });
  let retried = 0;
  return reader.next(position, () => void retried++).then((page) => ({ page, retried, slept: clock.sleeps }));
}

const errorOf = (promise: Promise<unknown>): Promise<HttpSourceError> =>
  promise.then(
    () => expect.fail('nothing was thrown'),
    (error: HttpSourceError) => error,
  );

describe('an HTTP source', () => {
  it('is asked for as many records as wanted, from where it was left', async () => {
    const { asked, listener } = answering((response) => json(response, { ...ana, next: '8' }));
    const { page } = await serving(listener, (url) => read(url, {}, { count: 5_000, position: '7' }));
    expect(asked).toEqual(['/people?results=5000&page=7']);
    expect(page).toMatchObject({ records: [{ record: { name: 'ana' } }], position: '8', more: true });
  });

  it.each([408, 429, 500, 503])('that answers %i is asked again, after a back-off', async (status) => {
    const { listener } = answering(
      (response) => json(response, {}, status),
      (response) => json(response, ana),
    );
    const { page, retried, slept } = await serving(listener, (url) => read(url));
    expect([page.records.length, retried, slept]).toEqual([1, 1, [250]]);
  });

  it('that says when to come again is left alone until then', async () => {
    const { listener } = answering(
      (response) => json(response, {}, 429, { 'retry-after': '7' }),
      (response) => json(response, ana),
    );
    expect((await serving(listener, (url) => read(url))).slept).toEqual([7_000]);
  });

  it('that wants to be left alone for longer than the run lasts fails it', async () => {
    const { asked, listener } = answering((response) => json(response, {}, 503, { 'retry-after': '120' }));
    const error = await serving(listener, (url) => errorOf(read(url)));
    expect([error.message, asked.length]).toEqual([
      expect.stringMatching(/answered 503, at try 1; a wait of 120 s is too long for this run$/),
      1,
    ]);
  });

  it('that fails every time fails the run after five tries', async () => {
    const { asked, listener } = answering((response) => json(response, {}, 500));
    const error = await serving(listener, (url) => errorOf(read(url)));
    expect([error.message, asked.length]).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:\d+ answered 500, at try 5$/),
      5,
    ]);
  });

  it.each([400, 401, 404])('that answers %i is not asked again: another try would not help', async (status) => {
    const { asked, listener } = answering((response) => json(response, {}, status));
    const error = await serving(listener, (url) => errorOf(read(url)));
    expect([error.unavailable, asked.length]).toEqual([false, 1]);
  });

  it('that hangs, before or within its answer, is given up after its time', async () => {
    const { listener } = answering(
      () => undefined,
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"results":['),
      (response) => json(response, ana),
    );
    const { page, retried } = await serving(listener, (url) => read(url, { tryTimeoutSeconds: 1 }));
    expect([page.records.length, retried]).toEqual([1, 2]);
  });

  it('that nobody serves is out of reach', async () => {
    const gone = await serving(
      () => undefined,
      async (url) => url,
    );
    const error = await errorOf(read(gone, { tries: 2 }));
    expect([error.unavailable, error.message]).toEqual([
      true,
      expect.stringMatching(/gave no answer \(ECONNREFUSED\), at try 2$/),
    ]);
  });

  it('is followed on its own host alone', async () => {
    const { listener } = answering(
      (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
      (response) => json(response, ana),
    );
    expect((await serving(listener, (url) => read(url))).page.records).toHaveLength(1);
    const away = answering((response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end());
    const error = await serving(away.listener, (url) => errorOf(read(url)));
    expect([error.unavailable, error.message]).toEqual([
      true,
      expect.stringMatching(/redirected to http:\/\/169\.254\.169\.254, which is not followed$/),
    ]);
  });

  it('that redirects without end is given up', async () => {
    const { asked, listener } = answering((response) => response.writeHead(307, { location: '/again' }).end());
    await serving(listener, (url) => errorOf(read(url)));
    expect(asked).toHaveLength(4);
  });

  it('that answers with a page for people, or with what is no JSON, gives none', async () => {
    const { listener } = answering((response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>ana</p>'),
    );
    const page = await serving(listener, (url) => errorOf(read(url)));
    expect([page.unavailable, page.message]).toEqual([true, expect.stringMatching(/with text\/html, not with JSON$/)]);
    const broken = answering((response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ana'),
    );
    const error = await serving(broken.listener, (url) => errorOf(read(url, { tries: 1 })));
    expect(error.message).toMatch(/^(?!.*ana).*answered with 5 characters that are no JSON/);
  });

  it('that answers with more than is wanted is cut off, compressed or not', async () => {
    const { listener } = answering((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (let chunk = 0; chunk < 64; chunk += 1) response.write(' '.repeat(65_536));
      response.end('{}');
    });
    const error = await serving(listener, (url) => errorOf(read(url, { maxBytes: 100_000 })));
    expect([error.unavailable, error.message]).toEqual([false, expect.stringMatching(/more than 100000 bytes/)]);
  });

  it('whose answer is not what it should be fails the run, with what the pipeline says about it', async () => {
    const { listener } = answering((response) => json(response, { error: 'hidden' }));
    const error = await serving(listener, (url) => errorOf(read(url)));
    expect([error.unavailable, error.message]).toEqual([
      false,
      expect.stringMatching(/^(?!.*hidden).*is not what was expected: "results" is no list$/),
    ]);
  });

  it('that would be asked for ever at one position is refused', async () => {
    const { listener } = answering((response) => json(response, { ...ana, next: '7' }));
    const error = await serving(listener, (url) => errorOf(read(url, {}, { position: '7' })));
    expect(error.message).toMatch(/at the same position/);
  });
});

describe('the fallback of an HTTP source', () => {
  const fallback: HttpPull['fallback'] = ({ count, seed, at }) =>
    Array.from({ length: count }, (_, n) => ({ name: `made-${seed}-${n}`, at, source: 'generated' }));

  it('steps in where the source is out of reach, and says why', async () => {
    const { listener } = answering((response) => json(response, {}, 503));
    const { page, retried } = await serving(listener, (url) => read(url, { fallback, tries: 2 }));
    expect(page.records.map(({ record }) => record.name)).toEqual([0, 1, 2].map((n) => `made-${2 ** 31}-${n}`));
    expect([page.fallbackReason, page.position, retried]).toEqual([
      expect.stringMatching(/answered 503, at try 2$/),
      undefined,
      1,
    ]);
  });

  it('does not hide a mistake', async () => {
    for (const answer of [404, 200]) {
      const { listener } = answering((response) => json(response, {}, answer));
      expect((await serving(listener, (url) => errorOf(read(url, { fallback })))).unavailable).toBe(false);
    }
  });
});
