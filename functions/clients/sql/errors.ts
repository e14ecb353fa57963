/** Classes of SQLSTATE that may be gone at the next try: connection, rollback, resources, operator's intervention, system. */
const passingClasses = new Set(['08', '40', '53', '55', '57', '58']);

/**
 * Whether an error of a database or of its driver (whose own errors have no code) may be gone at the next try: no connection, a connection that broke, a server that stops,
 * starts or is overloaded, a statement that took too long. What it refuses as wrong will be refused again.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isPassingSql(error: Error): boolean {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return /terminated|timeout|not queryable/i.test(error.message);
  // ECONNREFUSED, ENOTFOUND, EPIPE …; a certificate that is not believed is ERR_TLS_…, CERT_… or the like.
  return /^E(?!RR_)[A-Z_]+$/.test(code) || passingClasses.has(code.slice(0, 2));
}
