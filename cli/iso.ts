/** An instant, in milliseconds since the epoch, as ISO 8601 in UTC: `2026-11-22T22:30:15.835Z`. */
export function iso(time: number): string {
  return new Date(time).toISOString();
}
