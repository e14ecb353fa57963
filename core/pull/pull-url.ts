const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The address of an HTTP pull source. https, or what comes could have been put there by whoever is on the way; on loopback
 * nobody is.
 *
 * @throws {RangeError} naming the setting and what is wrong; the address is not shown, since it may hold a password
 */
export function requirePullUrl(setting: string, text: string): URL {
  if (!URL.canParse(text)) throw new RangeError(`${setting} must be a whole address (https://…)`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw new RangeError(`${setting} must hold no user and no password: they would stand in templates and logs`);
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))) return url;
  throw new RangeError(`${setting} must be https, or http on loopback (received ${url.protocol}//${url.hostname})`);
}
