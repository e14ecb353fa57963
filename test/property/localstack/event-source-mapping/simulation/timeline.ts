/** When a simulated mapping is made. */
export const START = 1_800_000_000_000;

/** A clock that jumps from one thing to do to the next. */
export class Timeline {
  now = START;
  readonly #waiting = new Map<number, (() => void)[]>();

  /** Does something at a time that has not passed; what is due together is done in the order asked for. */
  at(time: number, act: () => void): void {
    const acts = this.#waiting.get(time);
    if (acts) acts.push(act);
    else this.#waiting.set(time, [act]);
  }

  /**
   * Does everything, and what comes of it.
   *
   * @throws {Error} when it does not come to an end
   */
  run(): void {
    for (let turns = 0; this.#waiting.size > 0; turns += 1) {
      if (turns > 200_000) throw new Error(`still busy at ${this.now} ms`);
      this.now = Math.min(...this.#waiting.keys());
      const acts = this.#waiting.get(this.now) ?? [];
      this.#waiting.delete(this.now);
      for (let index = 0; index < acts.length; index += 1) acts[index]?.();
    }
  }
}
