import { show } from '../../show.ts';
import { foldItem } from './fold-item.ts';
import type { ItemKind } from './item-kind.ts';
import { keptMs } from './kept.ts';
import { type AnalyzedPipeline, createPipelineParts } from './pipeline-parts.ts';
import type { GroupFold } from './types.ts';

/**
 * The fold of the items of windows of scope `stream`, one a group. Its events come from many keys and shards, in no order
 * that could be repeated: so they are judged in the fold of their key, and here only what came after the window had been
 * forgotten is late. Only a sweep makes results final.
 */
export function createGroupFold<E>(pipeline: AnalyzedPipeline<E>): GroupFold<E> {
  const { ofGroups } = createPipelineParts(pipeline);
  const shared = {
    pipeline: pipeline.name,
    latenessMs: pipeline.analysis.latenessSeconds * 1000,
    retentionMs: pipeline.stream.retentionHours * 3_600_000,
    keptMs: keptMs(pipeline),
    horizonOf: () => Number.NEGATIVE_INFINITY,
    momentOf: ({ stamp, published }, arrived) => ({
      stamp,
      published,
      keyWatermark: Number.NEGATIVE_INFINITY,
      watermark: Number.NEGATIVE_INFINITY,
      arrived,
    }),
    raise() {},
    accept() {},
  } satisfies Partial<ItemKind<E>>;

  return {
    fold({ window: name, group, contributions, ...input }) {
      const { window, parts } = ofGroups.get(name) ?? {};
      if (!window || !parts) {
        const known = [...ofGroups.keys()].join(', ') || 'none';
        throw new Error(`Pipeline ${pipeline.name} has no window ${show(name)} of scope 'stream'; it has ${known}`);
      }
      const kind: ItemKind<E> = {
        ...shared,
        parts,
        item: `group ${show(group)} of window ${name}`,
        key: group,
        judge: ({ state }, fact) => {
          const part = state.parts[`w:${name}`];
          return part && window.isForgotten(part.state, fact.time) ? 'late' : 'applied';
        },
      };
      const entries = contributions.map(({ fact }) => ({ position: fact.position, arrivedAt: fact.arrivedAt, fact }));
      const { outcome, verdicts } = foldItem(kind, input, entries);
      const decisions = verdicts.flatMap(({ disposition, fresh, reason }, index) => {
        const contribution = contributions[index];
        if (!contribution || disposition === 'duplicate') return [];
        const listed = disposition === 'late' || disposition === 'failed';
        return {
          contribution,
          disposition,
          fresh,
          ...(reason !== undefined && { reason }),
          ...(listed && {
            windows: window.windowsAt(contribution.fact.time).map(({ start, end }) => ({ name, start, end })),
          }),
        };
      });
      return { ...outcome, decisions };
    },
  };
}
