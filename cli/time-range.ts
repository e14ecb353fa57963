const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The UTC days that a range touches, both ends included, as `YYYY-MM-DD`. */
export function daysBetween(from: Date, to: Date): string[] {
  return starts(from, to, DAY_MS).map((day) => day.toISOString().slice(0, 10));
}

/** The UTC hours that a range touches, both ends included, each by its start. */
export function hoursBetween(from: Date, to: Date): Date[] {
  return starts(from, to, HOUR_MS);
}

function starts(from: Date, to: Date, lengthMs: number): Date[] {
  const all: Date[] = [];
  for (let start = Math.floor(from.getTime() / lengthMs) * lengthMs; start <= to.getTime(); start += lengthMs) {
    all.push(new Date(start));
  }
  return all;
}
