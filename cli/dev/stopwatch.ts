/** What took how long of one piece of work whose steps may run side by side. */
export class Stopwatch {
  readonly #begun = performance.now();
  readonly #steps: string[] = [];

  /** Does a step, and notes how long it took. */
  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      this.#steps.push(`${step} ${secondsSince(begun)}`);
    }
  }

  /** Each step and the whole, in seconds: `(bundle 0.2 s, update 0.6 s; 0.9 s in all)`. */
  text(): string {
    return `(${this.#steps.join(', ')}; ${secondsSince(this.#begun)} in all)`;
  }
}

function secondsSince(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}
