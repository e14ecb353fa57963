import { intervalMinutes } from './interval.ts';
import { type MissedRuns, missedSince, missedText } from './missed-runs.ts';
import type { PullRun } from './pull-run.ts';

/** What is known of the runs of a fetch function. */
export interface RunsToJudge {
  readonly pipeline: string;
  /** The latest first. */
  readonly runs: readonly PullRun[];
  /** When the schedule last asked for one, and at which interval; undefined: it never did. */
  readonly lastScheduled?: { readonly at: Date; readonly every: string };
  /** The interval of the rule. */
  readonly every: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How the runs look. */
export interface RunsVerdict {
  /** Whether the last run ended and did what it was asked for, and none is missed that should have begun since or just before. */
  readonly ok: boolean;
  /** For people: what was found, and what to do where it is not well. */
  readonly message: string;
  /** Runs that the schedule should have begun since its last, and did not. */
  readonly overdue?: MissedRuns;
}

const DAY_MS = 86_400_000;

/** The longest that a function may take, and a minute. */
const ENDED_MS = 16 * 60_000;

/** Says how the runs of a fetch function look: the last one, what is missed, and whether somebody has to do something. */
export function judgeRuns({ pipeline, runs, lastScheduled, every, now }: RunsToJudge): RunsVerdict {
  const byHand = `\`caudal fetch ${pipeline}\` fetches by hand`;
  // Since when another interval holds, nobody knows, so nothing can be said of runs before the first of it.
  const since = lastScheduled?.every === every ? lastScheduled.at.getTime() : undefined;
  const overdue = since === undefined ? undefined : missedSince(since, now, intervalMinutes('every', every));
  if (overdue) return { ok: false, message: `${missedText(overdue)}, and none since; ${byHand}`, overdue };
  if (since !== undefined && isLost(runs, since, now)) {
    const at = new Date(since).toISOString().replace('.000Z', 'Z');
    return { ok: false, message: `the run of ${at} began and never said how it ended (its log may); ${byHand}` };
  }
  const done = runs.filter(({ outcome }) => outcome === 'done' || outcome === 'failed');
  const [last] = done;
  if (!last) return { ok: true, message: `no run yet; ${byHand}` };
  if (last.outcome === 'failed') {
    return {
      ok: false,
      message: `the last run, ${age(last, now)} ago, failed: ${last.error}; the next goes on from there`,
    };
  }
  const scheduled = done.find(({ trigger }) => trigger === 'schedule');
  const sentences = [lastText(last, now), ...missedLately(runs, now)];
  return { ok: scheduled?.missed === undefined, message: sentences.join('; ') };
}

/** Whether the run that the schedule last asked for has died, and nobody has fetched since. */
function isLost(runs: readonly PullRun[], since: number, now: number): boolean {
  return (
    now - since > ENDED_MS && !runs.some(({ scheduledAt, startedAt }) => Date.parse(scheduledAt ?? startedAt) >= since)
  );
}

function lastText(run: PullRun, now: number): string {
  const { records, from, fallbackReason, finished, gapsGivenUp } = run;
  const what =
    from === 'fallback' ? `generated ${records} records itself, since ${fallbackReason}` : `fetched ${records} records`;
  const rest = finished ? '' : ', and there are more: the next goes on';
  const gaps = gapsGivenUp === 0 ? '' : `; ${gapsGivenUp} gaps are looked into no more, since there were too many`;
  return `the last run, ${age(run, now)} ago, ${what}${rest}${gaps}`;
}

/** What runs of the last day told of runs before them. */
function missedLately(runs: readonly PullRun[], now: number): string[] {
  const missed = runs.flatMap((run) => (now - Date.parse(run.startedAt) < DAY_MS && run.missed ? [run.missed] : []));
  const [latest] = missed;
  const earliest = missed.at(-1);
  if (!latest || !earliest) return [];
  const all = missed.reduce((sum, { runs: count }) => sum + count, 0);
  return [missedText({ runs: all, from: earliest.from, to: latest.to })];
}

function age({ startedAt }: PullRun, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(startedAt)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
