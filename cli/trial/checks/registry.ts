import { lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { type Check, nothingWrong } from '../check.ts';

/** The schema registry answers those who sign, and nobody else. */
export const registryCheck: Check = {
  name: 'unsigned call refused',
  async look({ registryUrl, signal }) {
    const url = new URL('subjects', registryUrl);
    const status = await statusOf(url, signal);
    const says = `GET ${url.pathname} of the registry without a signature: HTTP ${status}`;
    return nothingWrong(status === 403 ? [] : [says], says);
  },
};

function statusOf(url: URL, signal: AbortSignal): Promise<number | undefined> {
  const { get } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, lookup: lookUp }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject);
  });
}

/** Names below `localhost` are this machine (RFC 6761), which not every resolver knows. */
const lookUp: LookupFunction = (hostname, options, callback) =>
  lookup(hostname.endsWith('.localhost') ? '127.0.0.1' : hostname, options, callback);
