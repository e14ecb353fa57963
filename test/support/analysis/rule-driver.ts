import type { Fact, Finding, Json, Moment } from '../../../core/analysis/parts.ts';
import type { Rule } from '../../../core/analysis/rule.ts';
import { createRulePart } from '../../../core/analysis/rules/rule-part.ts';

/** An event of these tests; what a rule looks at is in `type`, `value` and `group`. */
export interface Happening {
  readonly id: string;
  /** Seconds. */
  readonly at: number;
  /** Seconds. @default at */
  readonly arrives?: number;
  readonly type?: string;
  readonly value?: number | null;
  readonly group?: string;
}

/**
 * Runs one rule of one key as the fold does: late events are left out, each step is followed by `onTime`. Between two steps
 * the state goes through JSON, as between two batches; with `inMemory` it does not, as within one.
 */
export class RuleDriver {
  readonly findings: Finding[] = [];
  readonly #part;
  readonly #latenessMs: number;
  readonly #inMemory: boolean;
  #highest = Number.NEGATIVE_INFINITY;
  #state: Json;

  constructor(rule: Rule<Happening>, { latenessSeconds = 0, inMemory = false } = {}) {
    this.#inMemory = inMemory;
    this.#part = createRulePart(rule, { pipeline: 'tests' });
    this.#latenessMs = latenessSeconds * 1000;
    this.#state = this.#part.initial();
  }

  given(...events: readonly Happening[]): this {
    for (const event of events) this.#give(event);
    return this;
  }

  /** A sweep that knows everything up to then to be applied, in seconds. */
  sweep(arrived: number): this {
    const ms = Math.round(arrived * 1000);
    const watermark = Math.max(this.#keyWatermark, ms - this.#latenessMs);
    this.#step((state) => this.#part.onTime?.(state, this.#moment(ms, watermark)));
    return this;
  }

  get causes(): readonly string[] {
    return this.findings.map(({ cause }) => cause);
  }

  get due() {
    return this.#part.dueAt?.(this.#state);
  }

  get stateBytes(): number {
    return JSON.stringify(this.#state).length;
  }

  #give(event: Happening): void {
    const time = Math.round(event.at * 1000);
    if (time < this.#keyWatermark) return;
    const arrivedAt = Math.round((event.arrives ?? event.at) * 1000);
    this.#highest = Math.max(this.#highest, Math.min(time, arrivedAt));
    const fact: Fact<Happening> = {
      event,
      id: event.id,
      time,
      arrivedAt,
      partitionKey: 'key',
      position: { stream: 'tests', shard: 'shardId-000000000000', sequence: '1' },
    };
    const moment = this.#moment(arrivedAt, this.#keyWatermark);
    this.#step((state) => this.#part.onEvent?.(state, fact, moment));
    this.#step((state) => this.#part.onTime?.(state, moment));
  }

  get #keyWatermark(): number {
    return this.#highest - this.#latenessMs;
  }

  #moment(arrived: number, watermark: number): Moment {
    return { stamp: 0, published: 0, keyWatermark: this.#keyWatermark, watermark, arrived } as Moment;
  }

  #step(run: (state: Json) => readonly Finding[] | undefined): void {
    const state = this.#inMemory ? this.#state : (JSON.parse(JSON.stringify(this.#state)) as Json);
    this.findings.push(...(run(state) ?? []));
    this.#state = state;
  }
}
