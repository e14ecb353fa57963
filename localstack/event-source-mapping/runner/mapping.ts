import { isDeepStrictEqual } from 'node:util';
import type { MappingSettings } from '../index.ts';
import { type ShardView, shardViews } from './shard-view.ts';
import type { RunningShards } from './shards.ts';
import type { StreamSource } from './sources/source.ts';
import type { ProgressStore } from './storage/progress.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';

/** What somebody wants a mapping to be. */
export interface Wanted {
  readonly settings: MappingSettings;
  /** The function's execution role. */
  readonly roleArn: string;
  readonly enabled: boolean;
}

/** How a mapping stands. */
export interface MappingStatus {
  readonly uuid: string;
  readonly functionArn: string;
  readonly eventSourceArn: string;
  readonly state: MappingState;
  readonly stateTransitionReason: string;
  readonly lastProcessingResult: string;
  readonly shards: readonly ShardView[];
}

/** A mapping that is known here, enabled or not. */
export interface Mapping {
  status(): MappingStatus;
  /** The same with how far each shard is behind, asked of the stream. Never throws. */
  measured(): Promise<MappingStatus>;
  /** Becomes what is wanted; the state says when it is. Positions stay. */
  change(wanted: Wanted): void;
  /** Begins nothing more. Resolves when what is under way has come to its end and is stored. */
  stop(): Promise<void>;
  /** `stop` for good. */
  remove(): Promise<void>;
}

/** What a mapping needs to work. */
export interface MappingWorld {
  readonly progress: ProgressStore;
  readonly source: (wanted: Wanted) => StreamSource;
  readonly run: (wanted: Wanted, progress: ProgressStore) => RunningShards;
}

/**
 * A mapping that works on its stream while it is enabled. It does one change at a time: what is under way is finished
 * with the old settings before the new ones count.
 *
 * @param isNew whether it is being created, as against: known from before a restart
 */
export function createMapping(uuid: string, first: Wanted, isNew: boolean, world: MappingWorld): Mapping {
  const { progress } = world;
  let wanted = first;
  let state: MappingState = isNew ? 'Creating' : first.enabled ? 'Enabled' : 'Disabled';
  let active: { readonly wanted: Wanted; readonly shards: RunningShards } | undefined;
  let changing: Promise<void> = Promise.resolve();
  let over = false;

  /** Called one after another, so the last call meets what was wanted last. */
  async function become(): Promise<void> {
    if (!over && active !== undefined && active.wanted === wanted) return;
    await active?.shards.stop();
    active = undefined;
    if (over) return;
    if (!wanted.enabled) {
      state = 'Disabled';
      return;
    }
    const mine = { wanted, shards: world.run(wanted, progress) };
    active = mine;
    void mine.shards.begun.then(() => {
      if (active === mine && wanted === mine.wanted) state = 'Enabled';
    });
  }

  function enqueue(): Promise<void> {
    changing = changing.then(become);
    return changing;
  }

  function stop(): Promise<void> {
    over = true;
    return enqueue();
  }

  function status(): MappingStatus {
    return {
      uuid,
      functionArn: wanted.settings.functionArn,
      eventSourceArn: wanted.settings.eventSourceArn,
      state,
      stateTransitionReason: 'User action',
      lastProcessingResult: progress.lastResult(),
      shards: shardViews(progress.current(), active?.shards.statuses() ?? []),
    };
  }

  void enqueue();
  return {
    status,
    async measured() {
      const now = status();
      const source = world.source(wanted);
      const measure = async (view: ShardView): Promise<ShardView> => {
        const position = progress.current()?.shards[view.shardId]?.position;
        if (position === undefined || view.state === 'finished') return { ...view, behindMs: 0 };
        const behindMs = await source
          .reader(view.shardId)
          .behindMs(position, AbortSignal.timeout(2000))
          .catch(() => null);
        return { ...view, behindMs };
      };
      return { ...now, shards: await Promise.all(now.shards.map(measure)) };
    },
    change(next) {
      if (isDeepStrictEqual(next, wanted)) return;
      const switched = next.enabled !== wanted.enabled;
      state = switched ? (next.enabled ? 'Enabling' : 'Disabling') : 'Updating';
      wanted = next;
      void enqueue();
    },
    stop,
    remove() {
      state = 'Deleting';
      return stop();
    },
  };
}
