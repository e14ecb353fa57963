import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { environmentCredentials, SigV4AuthProvider } from '../../../../../functions/clients/cql/authenticator.ts';
import { answerChallenge } from '../../../../../functions/clients/cql/sigv4.ts';

const nonce = '91703fdc2ef562e19fbdab0f58e42fe5';
const credentials = { accessKeyId: 'UserID-1', secretAccessKey: 'UserSecretKey-1' };
const at = new Date('2020-06-09T22:41:51Z');
const region = 'us-west-2';

/**
 * The vector that AWS publishes with its own plug-ins for Cassandra drivers, here of the one for Node.js. The signature does
 * not cover the session token, so it is the same with and without.
 * @see https://github.com/aws/aws-sigv4-auth-cassandra-nodejs-driver-plugin/blob/b72075c8/test/unit/sigv4-auth-signature-tests.js
 */
const published =
  'signature=7f3691c18a81b8ce7457699effbfae5b09b4e0714ab38c1292dbdf082c9ddd87,access_key=UserID-1,amzdate=2020-06-09T22:41:51.000Z';

describe('answerChallenge', () => {
  test("gives the signature of AWS's published vector", () => {
    expect(answerChallenge({ nonce, region, credentials, at })).toBe(published);
  });

  test("gives AWS's published answer with a session token", () => {
    const temporary = { ...credentials, sessionToken: 'sess-token-1' };
    const answer = answerChallenge({ nonce, region, credentials: temporary, at });
    expect(answer).toBe(`${published},session_token=sess-token-1`);
  });
});

describe('SigV4AuthProvider', () => {
  function authenticator(source = () => credentials) {
    const made = new SigV4AuthProvider(region, source, () => at).newAuthenticator();
    return {
      begin: promisify((done: (error: Error | null, answer?: Buffer) => void) => made.initialResponse(done)),
      answer: promisify((text: string, done: (error: Error | null, answer?: Buffer) => void) =>
        made.evaluateChallenge(Buffer.from(text), done),
      ),
    };
  }

  test('asks for SigV4 and answers the challenge', async () => {
    const { begin, answer } = authenticator();
    expect(String(await begin())).toBe('SigV4\0\0');
    expect(String(await answer(`realm=x,nonce=${nonce},more=y`))).toBe(published);
  });

  test('asks for credentials at each authentication, since a role’s run out', async () => {
    let asked = 0;
    const { answer } = authenticator(() => {
      asked += 1;
      return credentials;
    });
    await answer(`nonce=${nonce}`);
    await answer(`nonce=${nonce}`);
    expect(asked).toBe(2);
  });

  test('fails in words: no nonce, no credentials', async () => {
    await expect(authenticator().answer('hello')).rejects.toThrow('without a nonce');
    const { answer } = authenticator(environmentCredentials({}) as () => typeof credentials);
    await expect(answer(`nonce=${nonce}`)).rejects.toThrow('AWS_ACCESS_KEY_ID must be set');
  });
});
