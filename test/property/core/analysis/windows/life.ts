import fc from 'fast-check';
import { count, distinct, first, last, max, min, sum } from '../../../../../core/analysis/aggregate.ts';
import type { Fact, Json, WindowPart } from '../../../../../core/analysis/parts.ts';
import type { Window, WindowResult } from '../../../../../core/analysis/window.ts';
import type { NaiveRow, Sample, Times } from './naive.ts';

const aggregates = {
  total: sum<Sample>(({ value }) => value),
  lowest: min<Sample>(({ value }) => value),
  highest: max<Sample>(({ value }) => value),
  earliest: first<Sample>(({ id }) => id),
  latest: last<Sample>(({ id }) => id),
  different: distinct<Sample>(({ value }) => value),
  events: count<Sample>(),
};

/** A declaration, and what the naive way has to know of it. */
export interface Declared {
  readonly window: Window<Sample>;
  readonly times: Times;
}

const base = { name: 'w', aggregates, groupBy: ({ group }: Sample) => group };

export const declared: fc.Arbitrary<Declared> = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((sizeSeconds): Declared => {
    const size = sizeSeconds * 1000;
    return { window: { ...base, kind: 'tumbling', sizeSeconds }, times: { kind: 'aligned', size, hop: size } };
  }),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).map(([hopSeconds, panes]): Declared => {
    const sizeSeconds = hopSeconds * panes;
    const times: Times = { kind: 'aligned', size: sizeSeconds * 1000, hop: hopSeconds * 1000 };
    return { window: { ...base, kind: 'hopping', sizeSeconds, hopSeconds }, times };
  }),
  fc.integer({ min: 1, max: 10 }).map((gapSeconds): Declared => {
    return { window: { ...base, kind: 'session', gapSeconds }, times: { kind: 'session', gap: gapSeconds * 1000 } };
  }),
);

/** Times around 1970, ties among them; values that sum exactly in any order. */
export const samples: fc.Arbitrary<Sample[]> = fc
  .array(
    fc.record({
      time: fc.oneof(
        fc.integer({ min: -40, max: 40 }).map((seconds) => seconds * 1000),
        fc.integer({ min: -40_000, max: 40_000 }),
      ),
      value: fc.integer({ min: -5, max: 5 }).map((halves) => halves / 2 + 0),
      group: fc.constantFrom('a', 'b', '__proto__'),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((drawn) => drawn.map((sample, index) => ({ ...sample, id: `e${index}` })));

/** What happens after an event: the state is written and read, its results go out, that becomes known, things are forgotten. */
export interface Step {
  readonly written: boolean;
  readonly published: boolean;
  readonly known: boolean;
  readonly pruned: boolean;
  /** How far the pipeline's watermark is beyond the key's own, in milliseconds. */
  readonly ahead: number;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    written: fc.boolean(),
    published: fc.boolean(),
    known: fc.boolean(),
    pruned: fc.boolean(),
    ahead: fc.oneof(fc.constant(0), fc.nat(60_000)),
  }),
  { minLength: 25, maxLength: 25 },
);

/** A part and its state through a life: events are applied, versions written, results published into rows. */
export class Life {
  readonly rows = new Map<string, { readonly stamp: number; readonly result: WindowResult }>();
  readonly #part: WindowPart<Sample>;
  #state: Json;
  #stamp = 1;
  #published = 0;
  #highest = Number.NEGATIVE_INFINITY;
  readonly #latenessMs: number;

  constructor(part: WindowPart<Sample>, latenessMs: number) {
    this.#part = part;
    this.#state = part.initial();
    this.#latenessMs = latenessMs;
  }

  get state(): Json {
    return this.#state;
  }

  get keyWatermark(): number {
    return this.#highest - this.#latenessMs;
  }

  isForgotten(time: number): boolean {
    return this.#part.isForgotten(this.#state, time);
  }

  add(sample: Sample): readonly WindowResult[] {
    this.#highest = Math.max(this.#highest, sample.time);
    return this.#part.add(this.#state, 'k', factOf(sample), this.#moment());
  }

  close(ahead = 0): readonly WindowResult[] {
    return this.#part.close(this.#state, 'k', this.#moment(ahead));
  }

  /** Everything is over: what is still open becomes final, and all that is pending goes out. */
  end(): readonly WindowResult[] {
    this.#highest = Number.MAX_SAFE_INTEGER;
    const closed = this.close();
    this.publish(true);
    return closed;
  }

  /** Writes what is pending into rows, as a table does that takes client timestamps. */
  publish(known: boolean): void {
    for (const result of this.#part.pending(this.#state, 'k', this.#moment())) {
      const key = `${result.key} ${result.start}`;
      if ((this.rows.get(key)?.stamp ?? 0) <= this.#stamp) this.rows.set(key, { stamp: this.#stamp, result });
    }
    if (known) this.#published = this.#stamp;
  }

  live({ written, published, known, pruned, ahead }: Step): void {
    this.close(ahead);
    if (pruned) this.#part.prune(this.#state, this.#moment());
    if (written) {
      this.#state = JSON.parse(JSON.stringify(this.#state));
      if (published) this.publish(known);
      this.#stamp += 1;
    }
    // A process that begins anew does not know what is out.
    if (!known && !published) this.#published = 0;
  }

  naiveRows(): NaiveRow[] {
    return [...this.rows.values()]
      .filter(({ result }) => !result.retracted)
      .map(({ result: { group, start, end, events, values } }) => ({ group, start, end, events, values }));
  }

  #moment(ahead = 0) {
    const { keyWatermark } = this;
    return {
      stamp: this.#stamp,
      published: this.#published,
      keyWatermark,
      watermark: keyWatermark + ahead,
      arrived: 0,
    };
  }
}

function factOf(event: Sample): Fact<Sample> {
  const { id, time } = event;
  return { event, id, time, arrivedAt: time, partitionKey: 'k', position: { stream: 's', shard: '0', sequence: '1' } };
}

/** By group and start. */
export function sorted(rows: readonly NaiveRow[]): NaiveRow[] {
  return rows.toSorted((one, other) => one.start - other.start || (one.group < other.group ? -1 : 1));
}
