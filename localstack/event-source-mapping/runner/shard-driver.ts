import {
  type Command,
  createShard,
  type DeliverCommand,
  type Input,
  type InvokeCommand,
  type MappingSettings,
  type ReadCommand,
  type ShardCheckpoint,
  type ShardStatus,
  shardStatus,
  step,
} from '../index.ts';
import type { Deliver } from './destinations.ts';
import type { Invoke } from './invoke.ts';
import type { Log } from './log.ts';
import type { ShardReader } from './sources/source.ts';

/** What a shard's machine is connected to. */
export interface ShardWorld {
  readonly settings: MappingSettings;
  readonly reader: ShardReader;
  readonly invoke: Invoke;
  readonly deliver: Deliver;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How far the shard has come. Later calls replace earlier ones. */
  readonly onCheckpoint: (checkpoint: ShardCheckpoint) => void;
  /** The mapping's `LastProcessingResult`. */
  readonly onResult: (text: string) => void;
  /** The shard is done to its end. */
  readonly onFinished: () => void;
}

/** A shard that is being worked on. */
export interface RunningShard {
  status(): ShardStatus;
  /** Begins nothing more. Resolves when what is under way has come to its end; the last checkpoint is known then. */
  stop(): Promise<void>;
}

/** `setTimeout` knows no longer time: 2³¹ − 1 ms. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** Does what the machine of a shard says, and tells it what came of it. */
export function driveShard(shardId: string, checkpoint: ShardCheckpoint, world: ShardWorld): RunningShard {
  const { settings, reader, log, now } = world;
  // What only waits ends when the shard is stopped.
  const stopping = new AbortController();
  const ended = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const first = createShard(settings, shardId, checkpoint, now());
  let { state } = first;

  function feed(input: Input): void {
    const next = step(state, input, now());
    state = next.state;
    for (const command of next.commands) execute(command);
  }

  function execute(command: Command): void {
    switch (command.type) {
      case 'read':
        void read(command);
        break;
      case 'invoke':
        void invoke(command);
        break;
      case 'deliver':
        void deliver(command);
        break;
      case 'checkpoint':
        world.onCheckpoint(command.checkpoint);
        break;
      case 'wake':
        wake(command.at);
        break;
      case 'result':
        world.onResult(command.text);
        break;
      case 'lost':
        logLoss(command);
        break;
      case 'finished':
        log.info('the shard is done to its end');
        world.onFinished();
        end();
        break;
      case 'stopped':
        end();
        break;
    }
  }

  async function read(command: ReadCommand): Promise<void> {
    feed(await reader.read(command, stopping.signal));
  }

  async function invoke(command: InvokeCommand): Promise<void> {
    feed(await world.invoke(shardId, command, stopping.signal));
  }

  async function deliver(command: DeliverCommand): Promise<void> {
    feed({ type: 'delivered', id: command.id, ok: await world.deliver(shardId, command, stopping.signal) });
  }

  function wake(at: number | undefined): void {
    clearTimeout(timer);
    if (at === undefined) return;
    timer = setTimeout(() => feed({ type: 'tick' }), Math.min(Math.max(0, at - now()), LONGEST_TIMER_MS));
  }

  function logLoss({ discard, why }: Extract<Command, { type: 'lost' }>): void {
    log.warn('records are given up for good', {
      why,
      condition: discard.condition,
      records: discard.records.length,
      from: discard.records.at(0)?.sequenceNumber,
      to: discard.records.at(-1)?.sequenceNumber,
    });
  }

  function end(): void {
    clearTimeout(timer);
    ended.resolve();
  }

  for (const command of first.commands) execute(command);
  return {
    status: () => shardStatus(state),
    stop() {
      feed({ type: 'stop' });
      stopping.abort();
      return ended.promise;
    },
  };
}
