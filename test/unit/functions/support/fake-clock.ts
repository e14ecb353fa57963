import type { Clock } from '../../../../functions/clients/clock.ts';

/** A clock that stands still until somebody sleeps; then it is moved on at once, and the sleep is noted. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  #now: number;

  constructor(now = Date.parse('2026-01-01T00:00:00Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Moves time on, as slow work does. */
  pass(ms: number): void {
    this.#now += ms;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    this.sleeps.push(ms);
    this.#now += ms;
    await Promise.resolve();
  }
}
