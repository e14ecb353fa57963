import { describe, expect, test } from 'vitest';
import { backoffMs } from '../../../../functions/clients/backoff.ts';
import { systemClock } from '../../../../functions/clients/clock.ts';
import { inPool } from '../../../../functions/clients/pool.ts';
import { parseCqlSecret, parseWebhookSecret } from '../../../../functions/clients/secret.ts';
import { pipelineTargets } from '../../../../functions/clients/targets.ts';

describe('backoffMs', () => {
  test('doubles its bound up to the cap and draws from all of it', () => {
    expect([1, 2, 3, 4, 10].map((attempt) => backoffMs(attempt, () => 1))).toEqual([100, 200, 400, 800, 5000]);
    expect(backoffMs(5, () => 0)).toBe(0);
    expect(backoffMs(2, () => 0.5, { baseMs: 10, capMs: 15 })).toBe(7.5);
  });
});

describe('systemClock', () => {
  test('really waits', async () => {
    const began = performance.now();
    await systemClock.sleep(30);
    expect(performance.now() - began).toBeGreaterThan(25);
  });

  test('wakes when the signal is aborted, without throwing', async () => {
    const stop = new AbortController();
    const asleep = systemClock.sleep(60_000, stop.signal);
    stop.abort();
    await asleep;
    await systemClock.sleep(60_000, stop.signal);
  });
});

describe('inPool', () => {
  test('keeps so many under way, and awaits all even when one throws', async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    const work = async (n: number): Promise<void> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      if (n === 1) throw new Error('one');
      done.push(n);
    };
    await expect(inPool([0, 1, 2, 3, 4], 2, work)).rejects.toThrow('one');
    expect(most).toBe(2);
    expect(underWay).toBe(0);
    expect(done).toContain(4);
  });
});

describe('parseWebhookSecret', () => {
  test.each(['https://hooks.example/a', 'http://127.0.0.1:8080/a', 'http://[::1]/a', 'http://localhost/a'])(
    'takes %s',
    (url) => {
      expect(parseWebhookSecret('name', JSON.stringify({ url }))).toEqual(new URL(url));
    },
  );

  test.each([
    [undefined],
    ['not json'],
    ['{"url":1}'],
    ['{"url":"hooks.example"}'],
    ['{"url":"http://hooks.example/hidden"}'],
    ['{"url":"http://127.0.0.1.hooks.example/hidden"}'],
    ['{"url":"file:///hidden"}'],
  ])('names the secret, and never shows %s', (text) => {
    expect(() => parseWebhookSecret('caudal/slack', text)).toThrow('secret caudal/slack must be');
    expect(() => parseWebhookSecret('caudal/slack', text)).not.toThrow(/hidden|hooks/);
  });
});

describe('parseCqlSecret', () => {
  test('takes the user and the password', () => {
    expect(parseCqlSecret('arn', '{"username":"u","password":"p","more":1}')).toEqual({ username: 'u', password: 'p' });
  });

  test('takes the authority of the server, which has to be a certificate', () => {
    const ca = '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----';
    const secret = { username: 'u', password: 'p', ca };
    expect(parseCqlSecret('arn', JSON.stringify(secret))).toEqual(secret);
    expect(() => parseCqlSecret('arn:x', JSON.stringify({ ...secret, ca: 'ca.pem' }))).toThrow(
      '"ca" in the secret arn:x must be a certificate in PEM',
    );
  });

  test.each([[undefined], ['not json'], ['{"username":"u"}'], ['{"username":"u","password":1}'], ['null']])(
    'names the secret and never shows %s',
    (text) => {
      expect(() => parseCqlSecret('arn:x', text)).toThrow(
        'the secret arn:x must be JSON with the texts "username" and "password"',
      );
    },
  );
});

describe('pipelineTargets', () => {
  test('reads the list, and refuses anything else', () => {
    const text = '[{"pipeline":"sensors","stream":"sensors.events","mapping":"m"}]';
    expect(pipelineTargets({ CAUDAL_TARGETS: text })).toEqual(JSON.parse(text));
    expect(() => pipelineTargets({ CAUDAL_TARGETS: '[{"pipeline":"sensors"}]' })).toThrow(
      'CAUDAL_TARGETS must be a JSON list',
    );
    expect(() => pipelineTargets({ CAUDAL_TARGETS: 'x' })).toThrow('CAUDAL_TARGETS must be');
  });
});
