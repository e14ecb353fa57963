import type { FoldOutcome } from '../../core/analysis/fold/types.ts';
import { errorLine } from '../clients/batch-log.ts';
import type { Publication } from '../clients/publisher/model.ts';
import type { FoldedItem } from '../clients/state/fold-items.ts';

/** What a sweep answers. */
export interface SweepReport {
  readonly pipeline: string;
  /** Items that were due. */
  readonly due: number;
  /** Results of windows that went out as final. */
  readonly closed: number;
  /** Alerts that this sweep raised and brought to the bus. */
  readonly alerts: number;
  /**
   * Results that are not final yet, alerts raised before and decisions, which sweeps never make: nothing says that they are
   * out, so they went out once more.
   */
  readonly republished: number;
  /** Items that could not be folded, written or brought out; the next sweep comes to them again. */
  readonly failed: number;
  /** Rows, alerts and decisions that will never be taken. */
  readonly refused: number;
  /** Writes of keyed state. */
  readonly stateWrites: number;
  /** Everything that had arrived by then was applied; ISO 8601. */
  readonly arrived: string;
  /** False: time ran out, and the next sweep goes on. */
  readonly finished: boolean;
  readonly durationMs: number;
  /** The first thing that went wrong. */
  readonly error?: string;
}

/** What a page of due items came to. */
export interface SweptPage {
  readonly folded: readonly FoldedItem<FoldOutcome>[];
  readonly publication: Publication;
  readonly acknowledgements: { readonly acknowledged: number; readonly failed: number };
}

/** Counts what the pages of a sweep come to. */
export class SweepCount {
  readonly #raisedAt: number;
  readonly #counts = { due: 0, closed: 0, alerts: 0, republished: 0, failed: 0, refused: 0, stateWrites: 0 };
  #error: string | undefined;

  /** @param raisedAt the sweep's time, which alerts of its own bear, in milliseconds since the epoch */
  constructor(raisedAt: number) {
    this.#raisedAt = raisedAt;
  }

  add({ folded, publication, acknowledgements }: SweptPage): void {
    const counts = this.#counts;
    counts.due += folded.length;
    for (const item of folded) {
      if ('error' in item) {
        counts.failed += 1;
        this.#note(item.error);
        continue;
      }
      counts.stateWrites += item.written.puts;
      const results = item.written.outcome.results.filter(({ retracted }) => !retracted);
      const final = results.filter((result) => result.final).length;
      counts.closed += final;
      counts.republished += results.length - final;
    }
    const raised = publication.alerts.filter(({ raisedAt }) => raisedAt === this.#raisedAt).length;
    counts.alerts += raised;
    counts.republished += publication.alerts.length - raised + publication.decisions.length;
    counts.failed += publication.failed.size;
    for (const error of publication.failed.values()) this.#note(error);
    counts.refused += publication.refused.length;
    for (const { by, message } of publication.refused) this.#note(new Error(`${by} refused: ${message}`));
    counts.stateWrites += acknowledgements.acknowledged;
  }

  /** @param sweep.arrived in milliseconds since the epoch */
  report(sweep: {
    readonly pipeline: string;
    readonly arrived: number;
    readonly finished: boolean;
    readonly durationMs: number;
  }): SweepReport {
    return {
      ...sweep,
      ...this.#counts,
      arrived: new Date(sweep.arrived).toISOString(),
      ...(this.#error !== undefined && { error: this.#error }),
    };
  }

  #note(error: Error): void {
    this.#error ??= errorLine(error);
  }
}
