import { createHash, createHmac } from 'node:crypto';

/** Credentials of an AWS identity. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only with temporary credentials, such as a role's. */
  readonly sessionToken?: string;
}

/** What is signed. */
export interface Challenge {
  /** What the server asked us to sign. */
  readonly nonce: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Time of signing; Keyspaces takes a signature for 15 minutes. */
  readonly at: Date;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 'cassandra';
const EXPIRES_SECONDS = 900;

/**
 * The answer to Keyspaces' challenge: Signature Version 4 over an imagined `PUT /authenticate` whose body is the nonce.
 * It differs from signed HTTP in the form of the date, which is ISO 8601 with milliseconds.
 *
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/programmatic.credentials.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function answerChallenge({ nonce, region, credentials, at }: Challenge): string {
  const date = at.toISOString();
  const day = date.slice(0, 10).replaceAll('-', '');
  const scope = [day, region, SERVICE, 'aws4_request'].join('/');
  const query = [
    ['X-Amz-Algorithm', ALGORITHM],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scope}`],
    ['X-Amz-Date', date],
    ['X-Amz-Expires', String(EXPIRES_SECONDS)],
  ].map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
  const request = ['PUT', '/authenticate', query.join('&'), `host:${SERVICE}`, '', 'host', sha256(nonce)].join('\n');
  const toSign = [ALGORITHM, date, scope, sha256(request)].join('\n');
  const key = [day, region, SERVICE, 'aws4_request'].reduce<Buffer>(
    (derived, part) => hmac(derived, part),
    Buffer.from(`AWS4${credentials.secretAccessKey}`),
  );
  const answer = [
    `signature=${hmac(key, toSign).toString('hex')}`,
    `access_key=${credentials.accessKeyId}`,
    `amzdate=${date}`,
  ];
  if (credentials.sessionToken) answer.push(`session_token=${credentials.sessionToken}`);
  return answer.join(',');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
