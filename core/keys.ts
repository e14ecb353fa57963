const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * Spreads keys over buckets, 0 to `buckets` − 1. The buckets are part of partition keys, so the function never changes:
 * FNV-1a over UTF-16 units, then a mix, for FNV's low bits alone are uneven on short keys.
 */
export function bucketOf(key: string, buckets: number): number {
  let hash = OFFSET;
  for (let index = 0; index < key.length; index += 1) hash = Math.imul(hash ^ key.charCodeAt(index), PRIME);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % buckets;
}
