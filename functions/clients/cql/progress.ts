import type { Unit } from './units.ts';

/** What became of each place of a Lambda batch so far. A place that neither map names is written. */
export class Progress {
  readonly refused = new Map<number, string>();
  readonly failed = new Map<number, Error>();
  #limit = Number.POSITIVE_INFINITY;

  /** Whether writing this place still makes sense: nothing at or after the first failure will be acknowledged. */
  isWorth(place: number): boolean {
    return place < this.#limit && !this.refused.has(place);
  }

  /** Notes that a place was not written for a passing reason. The first reason stays. */
  fail(place: number, error: Error): void {
    if (!this.failed.has(place)) this.failed.set(place, error);
    this.#limit = Math.min(this.#limit, place);
  }

  failUnit(unit: Unit, error: Error): void {
    for (const { place } of unit.writes) this.fail(place, error);
  }

  /** Notes that the store will never take the row of this place. */
  refuse(place: number, message: string): void {
    if (!this.refused.has(place)) this.refused.set(place, message);
  }

  /** The error of the first place that failed. */
  firstError(): Error {
    return this.failed.get(this.#limit) ?? new Error('an earlier record was not written');
  }
}
