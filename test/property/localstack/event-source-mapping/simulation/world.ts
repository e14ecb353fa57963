import { createRandom } from '../../../../../core/producer/random.ts';
import {
  type Command,
  createMachine,
  type DeliverCommand,
  failureMessage,
  type Input,
  type InvokeCommand,
  invocationEvent,
  type MappingProgress,
  planShards,
  type ReadCommand,
  readProgress,
  type ShardState,
} from '../../../../../localstack/event-source-mapping/index.ts';
import { sequenceNumbers, toInput, toRecord } from './answers.ts';
import { callFunction } from './function.ts';
import type { Happening, Invoked } from './history.ts';
import type { Scenario } from './scenario.ts';
import type { Stored } from './stream.ts';
import { Timeline } from './timeline.ts';

const READ_MS = 5;
const LIST_MS = 1_000;

/** Runs a mapping against a simulated stream, clock, function and destination, to the end of its work. */
export function simulate(scenario: Scenario): readonly Happening[] {
  const world = new World(scenario);
  return world.run();
}

class World {
  readonly #scenario: Scenario;
  readonly #timeline = new Timeline();
  readonly #happenings: Happening[] = [];
  readonly #records: ReadonlyMap<string, Stored>;
  readonly #machine;
  readonly #random;
  readonly #shards = new Map<string, { state: ShardState; wake: number }>();
  /** What survives the runner, and what it knows. */
  #stored: string | undefined;
  #latest: MappingProgress | undefined;
  #life = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#machine = createMachine(scenario.faults?.rules);
    this.#random = createRandom('simulation', scenario.seed);
    this.#records = new Map(scenario.stream.records.map((record) => [record.sequenceNumber, record]));
  }

  run(): readonly Happening[] {
    for (const at of this.#scenario.crashes) this.#timeline.at(at, () => this.#crash());
    this.#list();
    this.#timeline.run();
    return this.#happenings;
  }

  #crash(): void {
    this.#life += 1;
    this.#shards.clear();
    this.#latest = undefined;
    this.#list();
  }

  /** Does something later, unless the runner has died by then. */
  #later(ms: number, act: () => void): void {
    const life = this.#life;
    this.#timeline.at(this.#timeline.now + ms, () => {
      if (life === this.#life) act();
    });
  }

  #list(): void {
    const { settings, stream } = this.#scenario;
    const { now } = this.#timeline;
    const listed = stream.list(now);
    const progress = this.#stored === undefined ? undefined : readProgress(this.#stored);
    const planned = planShards(settings, listed, this.#latest ?? progress, now);
    const plan = this.#scenario.faults?.plan?.(planned) ?? planned;
    this.#latest = plan.progress;
    this.#stored = JSON.stringify(plan.progress);
    for (const shardId of plan.start) {
      const checkpoint = plan.progress.shards[shardId];
      if (this.#shards.has(shardId) || !checkpoint) continue;
      const { state, commands } = this.#machine.createShard(settings, shardId, checkpoint, now);
      this.#shards.set(shardId, { state, wake: 0 });
      this.#obey(shardId, commands);
    }
    const done = Object.values(plan.progress.shards).filter(({ finished }) => finished).length;
    const running = [...this.#shards.keys()].filter((shardId) => !plan.progress.shards[shardId]?.finished).length;
    if (done + running < stream.shards.size) this.#later(LIST_MS, () => this.#list());
  }

  #tell(shardId: string, input: Input): void {
    const shard = this.#shards.get(shardId);
    if (!shard) return;
    const told = this.#scenario.faults?.input?.(input) ?? input;
    const { state, commands } = this.#machine.step(shard.state, told, this.#timeline.now);
    shard.state = state;
    this.#obey(shardId, commands);
  }

  #obey(shardId: string, commands: readonly Command[]): void {
    for (const command of commands) this.#do(shardId, command);
  }

  #do(shardId: string, command: Command): void {
    const base = { life: this.#life, shardId, at: this.#timeline.now };
    switch (command.type) {
      case 'read':
        this.#read(shardId, command);
        break;
      case 'invoke':
        this.#invoke(shardId, command);
        break;
      case 'deliver':
        this.#later(this.#random.integer(1, 50), () => this.#deliver(shardId, command));
        break;
      case 'lost': {
        const { condition, records, approximateInvokeCount: invokeCount } = command.discard;
        const lost = records.map(({ sequenceNumber }) => this.#recordOf(sequenceNumber));
        this.#happenings.push({ ...base, type: 'discarded', condition, records: lost, invokeCount, where: 'lost' });
        break;
      }
      case 'checkpoint': {
        const checkpoint = this.#scenario.faults?.checkpoint?.(command.checkpoint) ?? command.checkpoint;
        const progress: MappingProgress = {
          version: 1,
          shards: { ...this.#latest?.shards, [shardId]: checkpoint },
        };
        this.#latest = progress;
        const text = JSON.stringify(progress);
        this.#later(this.#random.integer(0, this.#scenario.storingMs), () => {
          this.#stored = text;
        });
        this.#happenings.push({ ...base, type: 'checkpoint', checkpoint });
        break;
      }
      case 'wake':
        this.#wake(shardId, command.at);
        break;
      case 'finished':
        this.#happenings.push({ ...base, type: 'finished' });
        break;
    }
  }

  #recordOf(sequenceNumber: string): Stored {
    const record = this.#records.get(sequenceNumber);
    if (!record) throw new Error(`no record ${sequenceNumber} in the stream`);
    return record;
  }

  #wake(shardId: string, at: number | undefined): void {
    const shard = this.#shards.get(shardId);
    if (!shard) return;
    shard.wake += 1;
    const { wake } = shard;
    if (at === undefined) return;
    this.#later(Math.max(0, at - this.#timeline.now), () => {
      if (shard.wake === wake) this.#tell(shardId, { type: 'tick' });
    });
  }

  #read(shardId: string, command: ReadCommand): void {
    if (this.#random.chance(0.03)) {
      this.#later(READ_MS, () => this.#tell(shardId, { type: 'read-failed', reason: 'unavailable' }));
    } else this.#later(READ_MS, () => this.#answer(shardId, command));
  }

  /** Answers when something is there or an answer is wanted; holds the read for good when nothing will come. */
  #answer(shardId: string, command: ReadCommand): void {
    const { settings, stream } = this.#scenario;
    const { now } = this.#timeline;
    const { records, closed, behindMs } = stream.read(shardId, command.position, command.limit, now);
    const until = Math.min(stream.nextChange(shardId, now), command.answerBy ?? Number.POSITIVE_INFINITY);
    if (records.length === 0 && !closed && until > now) {
      if (until < Number.POSITIVE_INFINITY) this.#later(until - now, () => this.#answer(shardId, command));
    } else {
      const read = records.map((record) => toRecord(settings, shardId, record));
      this.#tell(shardId, { type: 'records', records: read, closed, behindMs });
    }
  }

  #invoke(shardId: string, command: InvokeCommand): void {
    const { behaviour, settings } = this.#scenario;
    const { id, window } = command;
    const event = invocationEvent(settings, shardId, command);
    const sum = typeof window?.state.sum === 'number' ? window.state.sum : 0;
    const invoked: Invoked = {
      type: 'invoked',
      life: this.#life,
      shardId,
      id,
      at: this.#timeline.now,
      records: sequenceNumbers(event).map((sequenceNumber) => this.#recordOf(sequenceNumber)),
      window: window && { start: window.start, final: window.final, early: window.terminatedEarly, sum },
    };
    this.#happenings.push(invoked);
    const reply = callFunction(behaviour, settings.reportBatchItemFailures, invoked, this.#random);
    const ms = reply.ending === 'throttled' ? 1 : this.#random.integer(1, behaviour.durationMs);
    this.#later(ms, () => {
      const { ending, processed, proper } = reply;
      const { life } = invoked;
      this.#happenings.push({
        type: 'ended',
        life,
        id,
        at: this.#timeline.now,
        ending,
        processed,
        proper,
        of: invoked,
      });
      this.#tell(shardId, toInput(id, reply));
    });
  }

  #deliver(shardId: string, command: DeliverCommand): void {
    const { settings, undelivered, faults } = this.#scenario;
    const ok = !this.#random.chance(undelivered);
    if (ok && !faults?.forgetsMessages) {
      const message = failureMessage(settings, shardId, command, '5a7b9c1d-0000-4000-8000-000000000000');
      const body = JSON.parse(message.body);
      this.#happenings.push({
        type: 'discarded',
        life: this.#life,
        shardId,
        at: command.at,
        condition: body.requestContext.condition,
        records: sequenceNumbers(JSON.parse(body.payload)).map((sequenceNumber) => this.#recordOf(sequenceNumber)),
        invokeCount: body.requestContext.approximateInvokeCount,
        where: 'destination',
      });
    }
    this.#tell(shardId, { type: 'delivered', id: command.id, ok });
  }
}
