import {
  type Command,
  createShard,
  type DeliverCommand,
  type Input,
  type MappingSettings,
  type ShardCheckpoint,
  type ShardStatus,
  shardStatus,
  step,
} from '../index.ts';
import type { Deliver } from './destinations.ts';
import type { GivenUp } from './given-up.ts';
import type { Invoke } from './invoke.ts';
import { type Log, problem } from './log.ts';
import type { ShardReader } from './sources/source.ts';

/** What a shard's machine is connected to. */
export interface ShardWorld {
  readonly settings: MappingSettings;
  readonly reader: ShardReader;
  readonly invoke: Invoke;
  readonly deliver: Deliver;
  readonly givenUp: GivenUp;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** How far the shard has come. Later calls replace earlier ones. */
  readonly onCheckpoint: (checkpoint: ShardCheckpoint) => void;
  /** The mapping's `LastProcessingResult`. */
  readonly onResult: (text: string) => void;
  /** The shard is done to its end. */
  readonly onFinished: () => void;
  /** An error that should not be has ended the work; the shard can be begun again at its last checkpoint. */
  readonly onBroken: () => void;
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
  let broken = false;
  const first = createShard(settings, shardId, checkpoint, now());
  let { state } = first;

  function feed(input: Input): void {
    if (broken) return;
    try {
      const next = step(state, input, now());
      state = next.state;
      for (const command of next.commands) execute(command);
    } catch (error) {
      giveUp(error);
    }
  }

  async function tell(answer: Promise<Input>): Promise<void> {
    try {
      feed(await answer);
    } catch (error) {
      giveUp(error);
    }
  }

  /** What goes wrong with one shard must not end the others. */
  function giveUp(error: unknown): void {
    if (broken) return;
    broken = true;
    log.warn('the shard is begun again after an error', { problem: problem(error) });
    stopping.abort();
    end();
    world.onBroken();
  }

  function execute(command: Command): void {
    switch (command.type) {
      case 'read':
        void tell(reader.read(command, stopping.signal));
        break;
      case 'invoke':
        void tell(world.invoke(shardId, command, stopping.signal));
        break;
      case 'deliver':
        void tell(deliver(command));
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
        world.givenUp.dropped(settings, command.discard);
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

  async function deliver(command: DeliverCommand): Promise<Input> {
    const ok = await world.deliver(shardId, command, stopping.signal);
    if (ok) world.givenUp.delivered(settings, command.discard);
    return { type: 'delivered', id: command.id, ok };
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
