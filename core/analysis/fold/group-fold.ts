import { show } from '../../show.ts';
import { ROUND_MS, roundUp } from './due.ts';
import { foldItem } from './fold-item.ts';
import type { ItemKind } from './item-kind.ts';
import { createItemParts } from './item-parts.ts';
import { keptMs } from './kept.ts';
import { type AnalyzedPipeline, createPipelineParts } from './pipeline-parts.ts';
import type { GroupFold, GroupFoldInput, GroupOutcome, Sweep } from './types.ts';

const HOUR_MS = 3_600_000;

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
      const item = `group ${show(group)} of window ${name}`;
      const { window, parts } = ofGroups.get(name) ?? {};
      if (!window || !parts) {
        if (input.sweep) return leaveAlone({ ...shared, item, key: group }, input, input.sweep);
        const known = [...ofGroups.keys()].join(', ') || 'none';
        throw new Error(`Pipeline ${pipeline.name} has no window ${show(name)} of scope 'stream'; it has ${known}`);
      }
      const kind: ItemKind<E> = {
        ...shared,
        parts,
        item,
        key: group,
        judge: ({ state }, fact) => {
          const part = state.parts[`w:${name}`];
          return part && window.isForgotten(part.state, fact.time) ? 'late' : 'applied';
        },
      };
      const entries = contributions.map(({ fact }) => ({ position: fact.position, arrivedAt: fact.arrivedAt, fact }));
      const { outcome, rulings } = foldItem(kind, input, entries);
      const disposed = rulings.flatMap(({ disposition, fresh, reason }, index) => {
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
      return { ...outcome, disposed };
    },
  };
}

/**
 * A sweep over the item of a window that this program does not declare: it was taken out, and the item goes when it expires;
 * or a newer program has it already. Nothing is changed or brought out, and it is looked at again in an hour.
 */
function leaveAlone<E>(
  kind: Omit<ItemKind<E>, 'parts' | 'judge'>,
  input: Pick<GroupFoldInput<E>, 'state' | 'sweep'>,
  { arrived }: Sweep,
): GroupOutcome<E> {
  const parts = { ...createItemParts<E>([], []), begin: () => 0 };
  const { outcome } = foldItem({ ...kind, parts, judge: () => 'late' }, input, []);
  return { ...outcome, alerts: [], acknowledged: undefined, due: roundUp(arrived + HOUR_MS, ROUND_MS), disposed: [] };
}
