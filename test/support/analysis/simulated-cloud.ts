import { createGroupFold } from '../../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../../core/analysis/fold/key-fold.ts';
import type { AnalyzedPipeline } from '../../../core/analysis/fold/pipeline-parts.ts';
import type { Random } from '../../../core/producer/generator.ts';
import type { Position } from '../../../core/source.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import { analyzeBatch, type SimulatedEnvironment, sweepItems } from './simulated-analyze.ts';
import { SimulatedStore } from './simulated-store.ts';

/** How much goes wrong, as probabilities. */
export interface Trouble {
  /** That a step is a process's last; half of the time it goes on unseen, and its batch is delivered again beside it. */
  readonly crash: number;
  /** That a write fails, with or without having been done. */
  readonly failure: number;
  /** That a shard starts again at an earlier record, or an answer is lost. */
  readonly replay: number;
  /** That a sweep starts. */
  readonly sweep: number;
}

/** An invocation under way. */
interface Invocation<E> {
  readonly steps: Generator<void, Position | undefined>;
  readonly environment: SimulatedEnvironment<E>;
  /** Of a batch whose end the mapping waits for. */
  shard?: { readonly name: string; readonly from: number; readonly count: number };
}

/**
 * A stream, its mapping, the analyze and sweep functions and all that they write to, with time and trouble at random. A
 * shard is read when its parents are done, one batch at a time, from where the last one left off or failed.
 */
export class SimulatedCloud<E> {
  readonly store = new SimulatedStore();
  readonly #random: Random;
  readonly #trouble: Trouble;
  readonly #shards: ReadonlyMap<string, readonly AcceptedRecord<E>[]>;
  readonly #parents: ReadonlyMap<string, readonly string[]>;
  readonly #done = new Map<string, number>();
  readonly #newEnvironment: () => SimulatedEnvironment<E>;
  #idle: SimulatedEnvironment<E>[] = [];
  #running: Invocation<E>[] = [];
  #now: number;
  #calm = false;

  constructor(
    pipeline: AnalyzedPipeline<E>,
    records: readonly AcceptedRecord<E>[],
    parents: ReadonlyMap<string, readonly string[]>,
    random: Random,
    trouble: Trouble,
  ) {
    const keys = createKeyFold(pipeline);
    const groups = createGroupFold(pipeline);
    this.#random = random;
    this.#trouble = trouble;
    this.#parents = parents;
    this.#shards = Map.groupBy(records, ({ record }) => record.position.shard);
    this.#now = records[0]?.record.arrivedAt ?? 0;
    this.#newEnvironment = () => ({
      keys,
      groups,
      store: this.store,
      memory: new Map(),
      fails: () => (this.#happens('failure') ? random.pick(['before', 'after']) : 'no'),
    });
  }

  /** Runs until every record is done, and no item is due however much time passes. */
  run(): SimulatedStore {
    for (let turn = 0; !this.#finished(); turn += 1) {
      if (turn > 100_000) throw new Error('The cloud is stuck');
      this.#turn();
    }
    this.#calm = true;
    for (const invocation of this.#running) this.#step(invocation, Number.POSITIVE_INFINITY);
    const end = this.#now + 30 * 86_400_000;
    for (let round = 0, due = this.#due(end); due.length > 0; round += 1, due = this.#due(end)) {
      if (round > 10) throw new Error(`Sweeps leave items due: ${due}`);
      const environment = this.#newEnvironment();
      const steps = sweepItems(environment, due, { arrived: end, now: end });
      this.#step({ steps, environment }, Number.POSITIVE_INFINITY);
    }
    return this.store;
  }

  #happens(what: keyof Trouble): boolean {
    return !this.#calm && this.#random.chance(this.#trouble[what]);
  }

  #turn(): void {
    this.#now += this.#random.integer(0, 2000);
    if (this.#happens('sweep')) this.#sweep();
    for (const name of this.#shards.keys()) {
      if (this.#running.some(({ shard }) => shard?.name === name)) continue;
      if (this.#happens('replay')) this.#done.set(name, this.#random.integer(0, this.#done.get(name) ?? 0));
      if (this.#random.chance(0.5)) this.#deliver(name);
    }
    for (const invocation of [...this.#running]) {
      if (this.#happens('crash')) this.#lose(invocation, this.#random.chance(0.5));
      else this.#step(invocation, this.#random.integer(0, 10));
    }
  }

  #deliver(name: string): void {
    if (!this.#isReady(name)) return;
    const from = this.#done.get(name) ?? 0;
    const [first, ...rest] = this.#arrived(name).slice(from, from + this.#random.integer(1, 12));
    if (!first) return;
    const environment = this.#environment();
    const steps = analyzeBatch(environment, [first, ...rest], this.#now);
    this.#running.push({ steps, environment, shard: { name, from, count: 1 + rest.length } });
  }

  #sweep(): void {
    const arrived = Math.min(
      ...[...this.#shards.keys()].map((name) => {
        const next = this.#arrived(name)[this.#done.get(name) ?? 0];
        return next ? next.record.arrivedAt : this.#now;
      }),
    );
    const pks = this.#random.chance(0.8) ? this.#due(arrived) : [...this.store.items.keys()];
    const environment = this.#environment();
    this.#running.push({ steps: sweepItems(environment, pks, { arrived, now: this.#now }), environment });
  }

  #due(until: number): string[] {
    const items = [...this.store.items];
    return items.filter(([, { due }]) => due !== undefined && due <= until).map(([pk]) => pk);
  }

  #step(invocation: Invocation<E>, steps: number): void {
    for (let step = 0; step < steps; step += 1) {
      const { done, value } = invocation.steps.next();
      if (!done) continue;
      this.#running = this.#running.filter((other) => other !== invocation);
      this.#idle.push(invocation.environment);
      if (invocation.shard && !this.#happens('replay')) this.#answer(invocation.shard, value ?? undefined);
      return;
    }
  }

  #answer({ name, from, count }: NonNullable<Invocation<E>['shard']>, failed: Position | undefined): void {
    const records = this.#shards.get(name) ?? [];
    const at = records.findIndex(({ record }) => record.position.sequence === failed?.sequence);
    this.#done.set(name, failed ? at : from + count);
  }

  /** The mapping gives up waiting. @param dead whether the process is gone, or goes on all the same */
  #lose(invocation: Invocation<E>, dead: boolean): void {
    delete invocation.shard;
    if (dead) this.#running = this.#running.filter((other) => other !== invocation);
  }

  /** One that has remembered something, perhaps long ago, or a new one. */
  #environment(): SimulatedEnvironment<E> {
    if (this.#idle.length === 0 || this.#random.chance(0.2)) return this.#newEnvironment();
    const environment = this.#random.pick(this.#idle);
    this.#idle = this.#idle.filter((other) => other !== environment);
    return environment;
  }

  #arrived(name: string): readonly AcceptedRecord<E>[] {
    return (this.#shards.get(name) ?? []).filter(({ record }) => record.arrivedAt <= this.#now);
  }

  #isReady(name: string): boolean {
    return (this.#parents.get(name) ?? []).every((parent) => this.#isDone(parent));
  }

  /** One without records is done when its parents are. */
  #isDone(name: string): boolean {
    if (!this.#isReady(name)) return false;
    return (this.#done.get(name) ?? 0) >= (this.#shards.get(name)?.length ?? 0);
  }

  #finished(): boolean {
    return [...this.#shards.keys()].every((name) => this.#isDone(name)) && !this.#running.some(({ shard }) => shard);
  }
}
