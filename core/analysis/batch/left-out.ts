import type { Pipeline } from '../../pipeline.ts';
import type { Disposed, DisposedContribution } from '../fold/types.ts';
import type { LeftOut } from '../operations/rows.ts';

/** What keys and groups say of an event alike. */
interface Reasoned {
  readonly disposition: string;
  readonly reason?: string;
  readonly windows?: LeftOut['windows'] | undefined;
}

/** The events that keys or groups left out, each once, with all the windows that it misses. */
export function leftOutOf<E>(
  pipeline: Pick<Pipeline<E>, 'id'>,
  disposed: readonly Disposed<E>[],
  disposedContributions: readonly DisposedContribution<E>[],
): readonly LeftOut[] {
  const all = [
    ...disposed.filter(isLeftOut).map(({ record, event, time, ...rest }) => ({
      ...positionOf(record),
      eventId: idOf(pipeline, event),
      eventTime: time,
      ...reasonOf(rest),
    })),
    ...disposedContributions.filter(isLeftOut).map(({ contribution: { fact }, ...rest }) => ({
      ...positionOf(fact),
      eventId: fact.id,
      eventTime: fact.time,
      ...reasonOf(rest),
    })),
  ];
  const byPosition = new Map<string, LeftOut>();
  for (const one of all) {
    const known = byPosition.get(one.position.sequence);
    byPosition.set(one.position.sequence, known ? { ...known, windows: [...known.windows, ...one.windows] } : one);
  }
  return [...byPosition.values()];
}

function isLeftOut({ disposition }: { readonly disposition: string }): boolean {
  return disposition === 'late' || disposition === 'failed';
}

function positionOf({ position, arrivedAt, partitionKey }: Pick<LeftOut, 'position' | 'arrivedAt' | 'partitionKey'>) {
  return { position, arrivedAt, partitionKey };
}

function reasonOf({ disposition, reason, windows }: Reasoned): Pick<LeftOut, 'reason' | 'windows'> {
  return { reason: disposition === 'failed' ? `failed: ${reason ?? 'unknown'}` : disposition, windows: windows ?? [] };
}

/** The id is a function of the author's, which may be the very one that failed. */
function idOf<E>({ id }: Pick<Pipeline<E>, 'id'>, event: E): string | undefined {
  try {
    return id(event);
  } catch {
    return undefined;
  }
}
