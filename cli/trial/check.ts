import { setTimeout as sleep } from 'node:timers/promises';
import type { Names } from '../../core/names.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import type { Target } from '../target/target.ts';

/** What is looked at: the stage of the trial after its run. */
export interface Subject {
  readonly target: Target;
  readonly names: Names;
  /** The pipeline as the stage has it. */
  readonly pipeline: Pipeline;
  /** The run of the producer. */
  readonly runId: string;
  readonly operationsBucket: string;
  /** Address of the schema registry. */
  readonly registryUrl: string;
  readonly signal: AbortSignal;
}

/** What a look came to, in a sentence with the values that were found. */
export interface Verdict {
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string;
}

/** Something that has to be so. */
export interface Check {
  readonly name: string;
  /** Why the local cloud can't answer it: there it is skipped, with this said. @default it can */
  readonly onAwsOnly?: string;
  /** How long one look may take, and be repeated until it passes, in milliseconds. @default 30000, one look */
  readonly withinMs?: number;
  look(subject: Subject): Promise<Verdict>;
}

/** A check after its look. */
export interface CheckResult extends Verdict {
  readonly check: string;
  readonly seconds: number;
}

/** It is so. */
export function passed(message: string): Verdict {
  return { status: 'passed', message };
}

/** It is not. */
export function failed(message: string): Verdict {
  return { status: 'failed', message };
}

/** Nobody looked, and why. */
export function skipped(message: string): Verdict {
  return { status: 'skipped', message };
}

/** Passed where nothing is wrong, else failed with all that is. */
export function nothingWrong(wrong: readonly string[], message: string): Verdict {
  return wrong.length === 0 ? passed(message) : failed(wrong.join('; '));
}

const LOOK_AGAIN_MS = 2_000;

/** Looks again until it passes or the time is over; the last verdict counts. @throws what a look throws */
export async function lookUntil(look: () => Promise<Verdict>, withinMs: number, signal: AbortSignal): Promise<Verdict> {
  const until = performance.now() + withinMs;
  for (;;) {
    const verdict = await look();
    if (verdict.status !== 'failed' || performance.now() + LOOK_AGAIN_MS >= until) return verdict;
    await sleep(LOOK_AGAIN_MS, undefined, { signal });
  }
}
