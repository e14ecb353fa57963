// @ts-check
import { lookup } from 'node:dns/promises';
import { error, ok, warning } from '../finding.mjs';

/**
 * Whether names lead to this machine: `localhost` everywhere, names below it for function URLs and buckets as host names.
 *
 * @param {(name: string) => Promise<string[]>} [resolve] gives addresses; none when the name is unknown
 */
export async function loopback(resolve = addressesOf) {
  const [plain, below] = await Promise.all([resolve('localhost'), resolve('caudal.localhost')]);
  if (!plain.includes('127.0.0.1')) {
    const why = 'Everything listens on 127.0.0.1, and programs that are given "localhost" do not get there.';
    const mend = "echo '127.0.0.1 localhost' | sudo tee -a /etc/hosts";
    return error('loopback', `localhost is ${plain.join(', ') || 'unknown'}`, { why, mend });
  }
  if (below.length === 0 || below.some((address) => address !== '127.0.0.1' && address !== '::1')) {
    const why = 'Only function URLs and buckets addressed by host name need it; all else works.';
    const mend = 'Use 127.0.0.1 with a Host header, or path-style bucket addresses, or add the name to /etc/hosts.';
    return warning('loopback', `localhost is well, *.localhost is ${below.join(', ') || 'unknown'}`, { why, mend });
  }
  return ok('loopback', 'localhost and *.localhost lead to this machine');
}

/** @param {string} name */
async function addressesOf(name) {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
