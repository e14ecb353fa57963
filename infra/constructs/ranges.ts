/**
 * Refuses what is no whole number from `low` to `high`, both included, at synth rather than half-way through a deployment.
 *
 * @throws {RangeError} naming the property, the range and the value received
 */
export function requireWhole(property: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${property} must be a whole number from ${low} to ${high} (received ${value})`);
  }
  return value;
}
