import { webcrypto } from 'node:crypto';

/** An identity that may sign in, as the service knows it. */
export interface Identity {
  readonly secretKey: string;
  /** What temporary credentials have to show beside the signature. */
  readonly sessionToken?: string;
}

/** What an answer to the challenge is held against. */
export interface Expected {
  readonly nonce: string;
  readonly region: string;
  /** By access key. */
  readonly identities: ReadonlyMap<string, Identity>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How far the time of signing may be off, in milliseconds. */
const TOLERANCE = 15 * 60_000;

/**
 * Checks a signed answer as the service would, from what it knows of the identity. Written on its own, by the
 * specification of Signature Version 4: it shares nothing with what signs.
 *
 * @returns why it is refused; undefined where it is right
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function refusal(answer: string, expected: Expected): Promise<string | undefined> {
  const given = new Map(
    answer.split(',').map((field) => [field.split('=', 1)[0], field.slice(field.indexOf('=') + 1)]),
  );
  const accessKey = given.get('access_key') ?? '';
  const identity = expected.identities.get(accessKey);
  if (!identity) return `The security token included in the request is invalid: unknown access key ${accessKey}`;
  if (given.get('session_token') !== identity.sessionToken)
    return 'The security token included in the request is expired';
  const date = given.get('amzdate') ?? '';
  if (!(Math.abs(Date.parse(date) - expected.now) <= TOLERANCE))
    return `Signature expired: ${date} is too far from now`;
  const signature = await signatureOf(date, accessKey, identity.secretKey, expected);
  if (given.get('signature') === signature) return undefined;
  return 'The request signature we calculated does not match the signature you provided';
}

async function signatureOf(
  date: string,
  accessKey: string,
  secretKey: string,
  { nonce, region }: Expected,
): Promise<string> {
  const day = date.replace(/^(\d+)-(\d+)-(\d+)T.*$/, '$1$2$3');
  const scope = `${day}/${region}/cassandra/aws4_request`;
  const query = new URLSearchParams({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKey}/${scope}`,
    'X-Amz-Date': date,
    'X-Amz-Expires': '900',
  });
  const request = `PUT\n/authenticate\n${query}\nhost:cassandra\n\nhost\n${hex(await digest(nonce))}`;
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hex(await digest(request))}`;
  let key = encode(`AWS4${secretKey}`);
  for (const step of [...scope.split('/'), toSign]) key = await sign(key, step);
  return hex(key);
}

async function sign(secret: Uint8Array<ArrayBuffer>, message: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await webcrypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await webcrypto.subtle.sign('HMAC', key, encode(message)));
}

async function digest(message: string): Promise<Uint8Array> {
  return new Uint8Array(await webcrypto.subtle.digest('SHA-256', encode(message)));
}

function encode(message: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(message);
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex');
}
