import type { Alert } from '../../../core/analysis/alert.ts';
import type { Decision } from '../../../core/analysis/decision.ts';
import type { Disposition, FoldOutcome, StateWrite } from '../../../core/analysis/fold/types.ts';
import type { WindowResult } from '../../../core/analysis/window.ts';
import type { Position } from '../../../core/source.ts';

/** An item of the state table. */
export interface SimulatedItem extends StateWrite {
  readonly version: number;
}

interface SimulatedRow {
  readonly stamp: number;
  /** Undefined: the row is deleted. */
  readonly result: WindowResult | undefined;
}

/** All that the analyze function writes to, as it behaves: conditional puts, write times, rows by key. */
export class SimulatedStore {
  readonly items = new Map<string, SimulatedItem>();
  /** Of `ops.window_metrics`, by window, key and start. */
  readonly rows = new Map<string, SimulatedRow>();
  /** Of `ops.alerts`, by id. */
  readonly alerts = new Map<string, Alert>();
  /** Of `ops.decisions`, by the key of its rows. */
  readonly decisions = new Map<string, Decision>();
  /** Ids in the order in which the bus took them. */
  readonly bus: string[] = [];
  /** Of `ops.late_events`, by position: the reason. */
  readonly leftOut = new Map<string, string>();
  /** By shard, what became of the records counted, by sequence number. */
  readonly books = new Map<string, Map<string, Disposition>>();

  /** Puts an item on condition that `version` is still there. @returns the item that is there instead */
  put(
    pk: string,
    version: number,
    { state, due, expiresAt }: StateWrite,
  ): { lost: SimulatedItem | undefined } | undefined {
    const there = this.items.get(pk);
    if ((there?.version ?? 0) !== version) return { lost: there };
    this.items.set(pk, { version: version + 1, state, due, expiresAt });
    return undefined;
  }

  /** Writes rows as Cassandra does: the higher write time wins. */
  write({ results, stamp }: Pick<FoldOutcome, 'results' | 'stamp'>): void {
    for (const result of results) {
      const key = `${result.window} ${result.key} ${result.start}`;
      const there = this.rows.get(key);
      const next = { stamp, result: result.retracted ? undefined : result };
      if (there?.stamp === stamp && JSON.stringify(there) !== JSON.stringify(next))
        throw new Error(`Two rows of one write time: ${JSON.stringify([there, next])}`);
      if (!there || stamp > there.stamp) this.rows.set(key, next);
    }
  }

  publish({ alerts, decisions }: Pick<FoldOutcome, 'alerts' | 'decisions'>): void {
    for (const alert of alerts) this.alerts.set(alert.id, alert);
    for (const decision of decisions) {
      const key = `${decision.arrivedAt} ${decision.id}`;
      const there = this.decisions.get(key);
      if (there && JSON.stringify(there) !== JSON.stringify(decision))
        throw new Error(`Decided twice: ${JSON.stringify([there, decision])}`);
      this.decisions.set(key, decision);
    }
    this.bus.push(...[...decisions, ...alerts].map(({ id }) => id));
  }

  /** Counts a record, if it lies above all that were counted. */
  count({ shard, sequence }: Position, disposition: Disposition): void {
    const counted = this.books.get(shard) ?? new Map<string, Disposition>();
    this.books.set(shard, counted);
    const last = [...counted.keys()].at(-1);
    if (last === undefined || BigInt(sequence) > BigInt(last)) counted.set(sequence, disposition);
  }
}
