import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../support/keyspaces-endpoint/signature.ts';

const minutes = 60_000;
const signedAt = Date.UTC(2020, 5, 9, 22, 41, 51);
const expected = {
  nonce: '91703fdc2ef562e19fbdab0f58e42fe5',
  region: 'us-west-2',
  identities: new Map([['UserID-1', { secretKey: 'UserSecretKey-1' }]]),
  now: signedAt,
};

/** As AWS publishes it: see authenticator.test.ts. */
const published =
  'signature=7f3691c18a81b8ce7457699effbfae5b09b4e0714ab38c1292dbdf082c9ddd87,access_key=UserID-1,amzdate=2020-06-09T22:41:51.000Z';

describe('the check of the endpoint', () => {
  test("takes AWS's published answer, for fifteen minutes", async () => {
    expect(await refusal(published, expected)).toBeUndefined();
    expect(await refusal(published, { ...expected, now: signedAt + 15 * minutes })).toBeUndefined();
    expect(await refusal(published, { ...expected, now: signedAt + 16 * minutes })).toContain('Signature expired');
    expect(await refusal(published, { ...expected, now: signedAt - 16 * minutes })).toContain('Signature expired');
  });

  test.each([
    ['another nonce', { nonce: '0'.repeat(32) }],
    ['another region', { region: 'eu-west-1' }],
    ['another secret', { identities: new Map([['UserID-1', { secretKey: 'another' }]]) }],
  ])('refuses a signature over %s', async (_, other) => {
    expect(await refusal(published, { ...expected, ...other })).toContain('does not match the signature you provided');
  });

  test('refuses a key that it does not know, a token that is not that of the key, and nonsense', async () => {
    expect(await refusal(published, { ...expected, identities: new Map() })).toContain('unknown access key UserID-1');
    const temporary = new Map([['UserID-1', { secretKey: 'UserSecretKey-1', sessionToken: 'token' }]]);
    expect(await refusal(published, { ...expected, identities: temporary })).toContain('expired');
    const answer = `${published},session_token=token`;
    expect(await refusal(answer, { ...expected, identities: temporary })).toBeUndefined();
    expect(await refusal('hello', expected)).toContain('unknown access key');
    expect(await refusal('access_key=UserID-1', expected)).toContain('Signature expired');
  });
});
