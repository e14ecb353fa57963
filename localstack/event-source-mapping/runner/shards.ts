import type { MappingSettings, ShardStatus } from '../index.ts';
import { planShards } from '../index.ts';
import type { Deliver } from './destinations.ts';
import type { GivenUp } from './given-up.ts';
import type { Invoke } from './invoke.ts';
import { type Log, problem } from './log.ts';
import { driveShard, type RunningShard } from './shard-driver.ts';
import type { StreamSource } from './sources/source.ts';
import type { ProgressStore } from './storage/progress.ts';

/** What the shards of a mapping are connected to. */
export interface ShardsWorld {
  readonly settings: MappingSettings;
  readonly source: StreamSource;
  readonly progress: ProgressStore;
  readonly invoke: Invoke;
  readonly deliver: Deliver;
  readonly givenUp: GivenUp;
  readonly log: Log;
  readonly now: () => number;
}

/** The shards of a mapping at work. */
export interface RunningShards {
  /** Resolves when the stream's shards are known for the first time. */
  readonly begun: Promise<void>;
  statuses(): ShardStatus[];
  /** Begins nothing more. Resolves when all that is under way has come to its end and its positions are stored. */
  stop(): Promise<void>;
}

/** Shards that come without the end of another are found by looking. Unit: ms. */
const LOOK_AGAIN_MS = 30_000;
/** Before the stream's server is asked again that did not answer. Unit: ms. */
const RETRY_MS = 500;

/** Works on all shards of a stream side by side, on children when their parents are done. */
export function runShards(world: ShardsWorld): RunningShards {
  const { settings, source, progress, log, now } = world;
  const running = new Map<string, RunningShard>();
  const stopping = new AbortController();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let reachable = true;

  /** One look at a time: each stores what it has planned before the next one plans. */
  function look(): void {
    clearTimeout(timer);
    looking = looking.then(async () => {
      if (stopping.signal.aborted) return;
      clearTimeout(timer);
      const found = await start();
      timer = setTimeout(look, found ? LOOK_AGAIN_MS : RETRY_MS);
      if (found) begin();
    });
  }

  async function start(): Promise<boolean> {
    try {
      const shards = await source.shards(stopping.signal);
      if (planShards(settings, shards, progress.current(), now()).anew) await leaveOldStream();
      const plan = planShards(settings, shards, progress.current(), now());
      await progress.replace(plan.progress);
      for (const shardId of plan.trimmed) log.warn('the shard is gone before it was done', { shard: shardId });
      for (const shardId of plan.start) if (!stopping.signal.aborted && !running.has(shardId)) drive(shardId);
      if (!reachable) log.info('the stream answers again');
      reachable = true;
    } catch (error) {
      if (reachable && !stopping.signal.aborted) {
        log.warn('the stream does not tell its shards; trying on', { problem: problem(error) });
      }
      reachable = false;
    }
    return reachable;
  }

  /** Positions in a stream that was deleted mean nothing in one that was made under its name. */
  async function leaveOldStream(): Promise<void> {
    log.warn('the stream was deleted and made anew; all of the new one is read');
    await Promise.all([...running.values()].map((shard) => shard.stop()));
    running.clear();
  }

  function drive(shardId: string): void {
    const shardLog = log.with({ shard: shardId });
    const checkpoint = progress.current()?.shards[shardId];
    if (checkpoint === undefined) throw new Error(`the plan starts ${shardId}, which has no checkpoint`);
    shardLog.info('begins', { position: JSON.stringify(checkpoint.position) });
    const shard = driveShard(shardId, checkpoint, {
      ...world,
      reader: source.reader(shardId),
      log: shardLog,
      onCheckpoint: (newer) => progress.checkpoint(shardId, newer),
      onResult: (text) => progress.result(text),
      onFinished() {
        running.delete(shardId);
        look();
      },
      // Not at once: it would break again.
      onBroken: () => running.delete(shardId),
    });
    running.set(shardId, shard);
  }

  look();
  return {
    begun,
    statuses: () => [...running.values()].map((shard) => shard.status()),
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await looking;
      await Promise.all([...running.values()].map((shard) => shard.stop()));
      await progress.stored();
    },
  };
}
