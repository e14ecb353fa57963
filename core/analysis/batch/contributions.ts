import { type Failure, precedes } from '../../failure.ts';
import { compareSequence } from '../../source.ts';
import type { Contribution } from '../fold/types.ts';

/** What a batch brings to one group of a window of scope `stream`, in stream order. */
export interface GroupBatch<E> {
  readonly window: string;
  readonly group: string;
  readonly contributions: readonly [Contribution<E>, ...Contribution<E>[]];
}

/**
 * The contributions of the keys of a batch, by window and group and in stream order. Only those below the lowest failure: a
 * group remembers the last position that it took, so one that comes again from below that would be lost.
 */
export function groupBatches<E>(
  contributions: readonly Contribution<E>[],
  failed: Failure | undefined,
): readonly GroupBatch<E>[] {
  const byGroup = new Map<string, [Contribution<E>, ...Contribution<E>[]]>();
  const inOrder = contributions
    .filter(({ fact }) => precedes(fact.position, failed))
    .sort((a, b) => compareSequence(a.fact.position, b.fact.position));
  for (const contribution of inOrder) {
    const name = JSON.stringify([contribution.window, contribution.group]);
    const known = byGroup.get(name);
    if (known) known.push(contribution);
    else byGroup.set(name, [contribution]);
  }
  return [...byGroup.values()].map((ofGroup) => ({
    window: ofGroup[0].window,
    group: ofGroup[0].group,
    contributions: ofGroup,
  }));
}
