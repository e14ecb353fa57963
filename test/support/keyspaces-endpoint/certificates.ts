import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a server shows, and what its clients have to trust. */
export interface Certificates {
  /** Path of the authority's certificate, for `NODE_EXTRA_CA_CERTS`. */
  readonly authority: string;
  readonly key: Buffer;
  readonly certificate: Buffer;
}

/**
 * Makes an authority, and a certificate of it for a host name and nothing else: no address, as that of Keyspaces.
 *
 * @param folder takes the files; made where it is not there
 * @throws {Error} where the machine has no `openssl`
 */
export async function makeCertificates(folder: string, hostName: string): Promise<Certificates> {
  await mkdir(folder, { recursive: true });
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  const days = ['-days', '2'];
  await openssl(
    ...['req', '-x509', ...newKey, ...days, '-subj', '/CN=Caudal test authority'],
    ...['-keyout', file('authority.key'), '-out', file('authority.pem')],
  );
  await openssl(
    ...['req', '-x509', ...newKey, ...days, '-subj', `/CN=${hostName}`, '-addext', `subjectAltName=DNS:${hostName}`],
    ...['-addext', 'basicConstraints=critical,CA:FALSE'],
    ...['-CA', file('authority.pem'), '-CAkey', file('authority.key')],
    ...['-keyout', file('server.key'), '-out', file('server.pem')],
  );
  return {
    authority: file('authority.pem'),
    key: await readFile(file('server.key')),
    certificate: await readFile(file('server.pem')),
  };
}
