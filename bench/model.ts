import type { Output } from '../cli/output.ts';

/** What a bench is run with. */
export interface BenchContext {
  /** For progress; the figures are the report. */
  readonly output: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a bench has found. */
export interface BenchReport {
  /** For `--json`. */
  readonly document: object;
  /** For people. */
  readonly text: string;
}

/** Something that is measured. It starts what it needs, and leaves nothing behind, also after Ctrl-C. */
export interface Bench {
  /** What is measured, in a line. */
  readonly summary: string;
  /** About how long it takes on a quiet machine. Unit: s. */
  readonly seconds: number;
  /** @throws the reason of the signal, or what went wrong */
  run(context: BenchContext): Promise<BenchReport>;
}
