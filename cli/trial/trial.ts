import { bounded, explained } from './bounded.ts';
import {
  type Check,
  type CheckResult,
  failed,
  lookUntil,
  passed,
  type Subject,
  skipped,
  type Verdict,
} from './check.ts';

/** What is known once the events are sent. */
export type Found = Omit<Subject, 'signal'>;

/** What the trial does, in order. Each says in a sentence what it came to, and throws what stands in the way. */
export interface TrialPorts {
  /** Looks whether a trial is possible, before anything is made. */
  readonly prepare: (signal: AbortSignal) => Promise<string>;
  readonly deploy: (signal: AbortSignal) => Promise<string>;
  /** Sends the events. */
  readonly produce: (signal: AbortSignal) => Promise<{ readonly message: string; readonly found: Found }>;
  readonly checks: readonly Check[];
  readonly remove: (signal: AbortSignal) => Promise<string>;
  /** What is left after that; empty where nothing is. */
  readonly leftovers: () => Promise<readonly string[]>;
  /** Called as a part begins, and as it ends. */
  readonly onBegin: (name: string) => void;
  readonly onResult: (result: CheckResult) => void;
}

export interface TrialOptions {
  /** Leaves the stage where it is. @default false */
  readonly keep: boolean;
  /** Ends the steps and checks; what was made is removed all the same. */
  readonly signal: AbortSignal;
}

/** How a trial ended. */
export interface TrialResult {
  readonly results: readonly CheckResult[];
  /** What is left of the stage, as far as anybody looked. */
  readonly left: readonly string[];
  /** Whether the stage was left where it is. */
  readonly kept: boolean;
  readonly interrupted: boolean;
  /** From the beginning of the deployment until the removal was done, in seconds: what there is to pay for. */
  readonly livedSeconds: number;
}

/** Bounds in milliseconds. CloudFormation takes some minutes for the four stacks, Keyspaces' tables being the slowest. */
const within = { prepare: 60_000, deploy: 1_200_000, produce: 180_000, look: 30_000, remove: 1_200_000, left: 120_000 };

/**
 * Deploys the stage, uses it, looks at it, and removes it again: whatever fails in between, and after a Ctrl-C too, unless it
 * is to be kept. Where the first look fails nothing is made, so nothing is removed.
 *
 * @returns what came of each part; nothing is thrown
 */
export async function runTrial(ports: TrialPorts, { keep, signal }: TrialOptions): Promise<TrialResult> {
  const results: CheckResult[] = [];
  let left: readonly string[] = [];
  let begun: number | undefined;
  const ended = (kept: boolean): TrialResult => ({
    results,
    left,
    kept,
    interrupted: signal.aborted,
    livedSeconds: begun === undefined ? 0 : Math.round((performance.now() - begun) / 1000),
  });

  if (!(await part('before', within.prepare, signal, async (own) => passed(await ports.prepare(own)))))
    return ended(false);
  begun = performance.now();
  let found: Found | undefined;
  const isDeployed = await part('deployment', within.deploy, signal, async (own) => passed(await ports.deploy(own)));
  if (isDeployed) {
    await part('producer', within.produce, signal, async (own) => {
      const produced = await ports.produce(own);
      found = produced.found;
      return passed(produced.message);
    });
  }
  for (const check of ports.checks) if (!signal.aborted) await look(check, found);
  if (keep && !signal.aborted) return ended(true);
  // A Ctrl-C that has ended the steps must not end the removal: that gets a signal of its own.
  const { signal: removal } = new AbortController();
  await part('removal', within.remove, removal, async (own) => passed(await ports.remove(own)));
  await part('nothing left', within.left, removal, async () => {
    left = await ports.leftovers();
    return left.length === 0
      ? passed('no stack, function, stream, keyspace, table or log group')
      : failed(left.join(', '));
  });
  return ended(false);

  /** @returns whether it passed */
  async function part(
    name: string,
    withinMs: number,
    above: AbortSignal,
    work: (signal: AbortSignal) => Promise<Verdict>,
  ): Promise<boolean> {
    ports.onBegin(name);
    const began = performance.now();
    const verdict = await bounded(withinMs, above, work).catch((error: unknown) =>
      failed(signal.aborted && above === signal ? 'interrupted' : explained(error)),
    );
    const result = { check: name, ...verdict, seconds: Math.round((performance.now() - began) / 100) / 10 };
    results.push(result);
    ports.onResult(result);
    return verdict.status === 'passed';
  }

  async function look(check: Check, subject: Found | undefined): Promise<void> {
    const { name, onAwsOnly, withinMs = within.look } = check;
    await part(name, withinMs, signal, async (own) => {
      if (subject === undefined) return skipped('there is no run to look at');
      if (onAwsOnly !== undefined && subject.target.kind === 'local') return skipped(onAwsOnly);
      return lookUntil(() => check.look({ ...subject, signal: own }), check.withinMs === undefined ? 0 : withinMs, own);
    });
  }
}
