import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/**
 * Where Lambda keeps the certificates that sign those of RDS. Node's own list lacks them, and since Node 20 the runtime does
 * not load them by itself.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
const LAMBDA_CERTIFICATES = '/var/runtime/ca-cert.pem';

/** The certificates that a connection believes: Node's, those of RDS where this runs in Lambda, and the secret's own. */
export function trusted(ca: string | undefined): string[] {
  return [...rootCertificates, ...certificatesOf(LAMBDA_CERTIFICATES), ...(ca === undefined ? [] : [ca])];
}

function certificatesOf(file: string): string[] {
  try {
    return [readFileSync(file, 'utf8')];
  } catch {
    return [];
  }
}
