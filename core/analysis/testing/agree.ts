/** Whether a value is the wanted one; numbers may differ by their rounding, 1 in 10⁹. */
export function agree(wanted: unknown, found: unknown): boolean {
  if (typeof wanted !== 'number' || typeof found !== 'number') return wanted === found;
  return Math.abs(wanted - found) <= 1e-9 * Math.max(Math.abs(wanted), Math.abs(found));
}
