import type { Pipeline } from '../../pipeline.ts';
import { show } from '../../show.ts';
import type { Alert } from '../alert.ts';
import type { Decision } from '../decision.ts';
import type { AnalyzedPipeline } from '../fold/pipeline-parts.ts';
import type { WindowResult } from '../window.ts';
import { type Duration, durationMs, type Instant, instantMs } from './durations.ts';
import type { ExpectedAlert } from './expected-alert.ts';
import { type ExpectedDecision, explainDecisions } from './expected-decision.ts';
import { explainAlerts } from './explain.ts';
import { type Effects, FoldedItems, type Unapplied } from './folded-items.ts';
import { createTestRecords, type TestRecords } from './test-records.ts';

/**
 * Tests the windows, rules and decisions of a pipeline the way one would say it: given these events, expect these alerts.
 *
 *     testKit(pipeline)
 *       .given([{ … }, { … }])
 *       .advance('5m')
 *       .expectAlerts([{ rule: 'too-hot', key: 'sensor-1' }]);
 *
 * It runs the judge and the fold that the functions run, the sweep too, in memory and without waiting: the clock stands still
 * unless the test moves it. Whatever is not as expected is thrown as an error, so it works in every test runner.
 *
 * @param options.now where the clock begins. @default the time of the first event given
 * @throws {Error} for a pipeline without `analysis`
 */
export function testKit<E>(pipeline: Pipeline<E>, options: { readonly now?: Instant } = {}): TestKit<E> {
  const { analysis } = pipeline;
  if (!analysis) {
    throw new Error(`Pipeline ${pipeline.name} has no analysis, so there are no windows and rules to test`);
  }
  return new TestKit({ ...pipeline, analysis }, options.now === undefined ? undefined : instantMs(options.now));
}

/** See {@link testKit}. */
export class TestKit<E> {
  readonly #pipeline: AnalyzedPipeline<E>;
  readonly #records: TestRecords<E>;
  readonly #items: FoldedItems<E>;
  readonly #alerts = new Map<string, Alert>();
  readonly #decisions: Decision[] = [];
  readonly #rows = new Map<string, WindowResult>();
  readonly #unapplied: Unapplied<E>[] = [];
  #expected = 0;
  #expectedDecisions = 0;
  #now: number | undefined;

  constructor(pipeline: AnalyzedPipeline<E>, now: number | undefined) {
    this.#pipeline = pipeline;
    this.#records = createTestRecords(pipeline);
    this.#items = new FoldedItems(pipeline);
    this.#now = now;
  }

  /**
   * Events reach the stream, in this order, as a producer sends them. Each arrives now, or at its own time if that is later:
   * so the clock follows the events, and one that is listed after a later one comes out of order. Then a sweep looks at all
   * keys, as the function does each minute.
   * @param options.arrivedAt when all of them arrive instead; not before the clock
   * @throws {Error} for an event that the pipeline rejects, or over which a function of a window or rule throws
   */
  given(events: object | readonly object[], options: { readonly arrivedAt?: Instant } = {}): this {
    if (options.arrivedAt !== undefined) this.#moveTo(instantMs(options.arrivedAt));
    for (const event of [events].flat()) {
      const accepted = this.#records.accept(event, this.#now, options.arrivedAt === undefined ? undefined : this.#now);
      this.#now = accepted.record.arrivedAt;
      this.#take(this.#items.add(accepted));
    }
    return this.#sweep();
  }

  /** Time passes without an event: sweeps at what becomes due on the way, and at the end. */
  advance(duration: Duration): this {
    const ms = durationMs(duration);
    return this.advanceTo(this.now + ms);
  }

  /** As {@link advance}, up to a point of time that is not before the clock. */
  advanceTo(instant: Instant): this {
    const end = instantMs(instant);
    this.#passTo(end);
    this.#moveTo(end);
    return this.#sweep();
  }

  /** Time passes until there is nothing left to decide: windows are final, sequences decided, silences noticed. */
  settle(): this {
    this.#passTo(Number.POSITIVE_INFINITY);
    return this;
  }

  /**
   * The alerts raised since the last expectation are these, each once and no others, in whatever order.
   * @throws {Error} that lists what is missing and what was raised instead
   */
  expectAlerts(expected: readonly ExpectedAlert[]): this {
    const raised = this.alerts.slice(this.#expected);
    this.#expected = this.#alerts.size;
    return this.#complain(explainAlerts(expected, raised, this.#notes()), this.expectAlerts);
  }

  /**
   * The decisions made since the last expectation of decisions are these, each once and no others, in whatever order.
   * @throws {Error} that lists what is missing and what was decided instead
   */
  expectDecisions(expected: readonly ExpectedDecision[]): this {
    const made = this.#decisions.slice(this.#expectedDecisions);
    this.#expectedDecisions = this.#decisions.length;
    return this.#complain(explainDecisions(expected, made, this.#notes()), this.expectDecisions);
  }

  /** The clock, in milliseconds since the epoch. @throws {Error} before the first event, if the kit was given no `now` */
  get now(): number {
    if (this.#now === undefined) throw new Error('The clock has not begun: give events first, or testKit(…, { now })');
    return this.#now;
  }

  /** All alerts so far, in the order in which they were raised; each once, as `ops.alerts` has them. */
  get alerts(): readonly Alert[] {
    return [...this.#alerts.values()];
  }

  /** All decisions so far, in the order in which they were made, as `ops.decisions` has them. */
  get decisions(): readonly Decision[] {
    return this.#decisions;
  }

  /** Events that were given and not applied, and why. */
  get unapplied(): readonly Unapplied<E>[] {
    return this.#unapplied;
  }

  /** The results of a window, by start, then key, as `ops.window_metrics` has them now. @throws {Error} for an unknown name */
  rows(window: string): readonly WindowResult[] {
    const names = this.#pipeline.analysis.windows.map(({ name }) => name);
    if (!names.includes(window)) {
      throw new Error(
        `Pipeline ${this.#pipeline.name} has no window ${show(window)}; it has ${names.join(', ') || 'none'}`,
      );
    }
    return [...this.#rows.values()]
      .filter((row) => row.window === window)
      .sort((a, b) => a.start - b.start || (a.key < b.key ? -1 : 1));
  }

  #moveTo(instant: number): void {
    if (this.#now !== undefined && instant < this.#now) {
      const [to, from] = [instant, this.#now].map((ms) => new Date(ms).toISOString());
      throw new Error(`Time cannot go back to ${to}: it is ${from} already`);
    }
    this.#now = instant;
  }

  /** Sweeps at each time up to then at which something is due; what stays due after its time is no reason to go on. */
  #passTo(end: number): void {
    let last = Number.NEGATIVE_INFINITY;
    for (let due = this.#items.due; due !== undefined && due > last && due <= end; due = this.#items.due) {
      last = due;
      this.#moveTo(Math.max(due, this.now));
      this.#sweep();
    }
  }

  #sweep(): this {
    if (this.#now !== undefined) this.#take(this.#items.sweep(this.#now));
    return this;
  }

  #take(effects: readonly Effects<E>[]): void {
    for (const { alerts, decisions, results, unapplied } of effects) {
      const failed = unapplied.find(({ disposition }) => disposition === 'failed');
      if (failed) throw new Error(`Event ${this.#pipeline.id(failed.event)} failed: ${failed.reason}`);
      this.#unapplied.push(...unapplied);
      for (const alert of alerts) if (!this.#alerts.has(alert.id)) this.#alerts.set(alert.id, alert);
      this.#decisions.push(...decisions);
      for (const result of results) this.#write(result);
    }
  }

  #write(result: WindowResult): void {
    const key = JSON.stringify([result.window, result.key, result.start]);
    if (result.retracted) this.#rows.delete(key);
    else this.#rows.set(key, result);
  }

  #complain(problem: string | undefined, expectation: (...expected: never) => unknown): this {
    if (problem === undefined) return this;
    const error = new Error(problem);
    // So that a runner points at the test's own line.
    Error.captureStackTrace(error, expectation);
    throw error;
  }

  /** What may explain a missing alert or decision. */
  #notes(): readonly string[] {
    return this.#unapplied.map(({ event, disposition, window }) => {
      const where = window === undefined ? '' : ` for window ${window}`;
      return `event ${this.#pipeline.id(event)} was not applied: ${disposition}${where}`;
    });
  }
}
