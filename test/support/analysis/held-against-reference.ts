import type { AnalyzedPipeline } from '../../../core/analysis/fold/pipeline-parts.ts';
import { decisionDifferences } from '../../../core/reference/decision-differences.ts';
import { decisionsOf } from '../../../core/reference/decisions.ts';
import { alertDifferences, type Difference, windowDifferences } from '../../../core/reference/differences.ts';
import { type Reference, referenceOf } from '../../../core/reference/reference.ts';
import type { ShardParents } from '../../../core/reference/stream-order.ts';
import type { AcceptedRecord } from '../../../core/store.ts';
import type { SimulatedStore } from './simulated-store.ts';

/** In the end a sweep has come that leaves nothing open. */
const END = { sweptAt: Number.POSITIVE_INFINITY };

/**
 * Holds all that a simulated cloud has written in the end against the reference.
 *
 * @param rules names of the rules whose alerts are compared @default all
 */
export function heldAgainstReference<E>(
  pipeline: AnalyzedPipeline<E>,
  records: readonly AcceptedRecord<E>[],
  parents: ShardParents,
  store: SimulatedStore,
  rules: readonly string[] = pipeline.analysis.rules.map(({ name }) => name),
): readonly Difference[] {
  const reference = referenceOf(pipeline, records, { ...END, parents });
  const rows = [...store.rows.values()].flatMap(({ result }) => result ?? []);
  const isCompared = ({ rule }: { readonly rule: string }) => rules.includes(rule);
  const alerts = [...store.alerts.values()].filter(isCompared);
  return [
    ...dispositionDifferences(reference, store),
    ...decisionDifferences(decisionsOf(pipeline, records, { parents }), [...store.decisions.values()]),
    ...windowDifferences(pipeline.analysis, reference.windows, rows, { latest: Number.POSITIVE_INFINITY }),
    ...alertDifferences(pipeline.analysis, reference.alerts.filter(isCompared), alerts),
  ];
}

/** Each record is in the books as what it is, and what is left out is listed. */
function dispositionDifferences<E>({ decided }: Reference<E>, { books, leftOut }: SimulatedStore): Difference[] {
  return decided.flatMap(({ record: { position }, disposition }) => {
    const of = `record ${position.sequence}`;
    const counted = books.get(position.shard)?.get(position.sequence);
    const isListed = leftOut.has(position.sequence);
    const isLeftOut = disposition === 'late' || disposition === 'failed';
    return [
      ...(counted === disposition ? [] : [{ of, what: `is in the books as ${counted} instead of ${disposition}` }]),
      ...(isListed === isLeftOut
        ? []
        : [{ of, what: isListed ? 'is listed as left out' : 'is not listed as left out' }]),
    ];
  });
}
