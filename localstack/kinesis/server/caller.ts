import type { Caller } from '../streams/state.ts';

const defaultAccount = '000000000000';
const defaultRegion = 'us-east-1';
const credential = /Credential=([^/,\s]+)\/[^/]*\/([a-z0-9-]+)\//;

/**
 * Who calls, by the credential scope of the `Authorization` header. An access key id of 12 digits is an account, as in
 * LocalStack; every other one belongs to 000000000000. Signatures are not checked.
 */
export function callerOf(authorization: string | undefined): Caller {
  const [, key = '', region = defaultRegion] = credential.exec(authorization ?? '') ?? [];
  return { account: /^\d{12}$/.test(key) ? key : defaultAccount, region };
}
