import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { expect, test } from 'vitest';

/** @see https://docs.aws.amazon.com/keyspaces/latest/devguide/using_java_driver.html which lists them */
test("Node's own roots are those that Keyspaces' certificates are issued under", () => {
  const subjects = rootCertificates.map((certificate) => new X509Certificate(certificate).subject);
  for (const root of [1, 2, 3, 4])
    expect(subjects.some((subject) => subject.includes(`CN=Amazon Root CA ${root}`))).toBe(true);
});
