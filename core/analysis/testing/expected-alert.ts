import { show } from '../../show.ts';
import type { AggregateValue } from '../aggregate.ts';
import type { Alert, Severity } from '../alert.ts';
import { agree } from './agree.ts';
import { type Instant, instantMs } from './durations.ts';

/** What a test expects of an alert. What it does not say may be anything. */
export interface ExpectedAlert {
  /** Name of the rule. */
  readonly rule: string;
  readonly key?: string;
  readonly severity?: Severity;
  readonly at?: Instant;
  /** The whole message, or a pattern that it matches. */
  readonly message?: string | RegExp;
  /** Those of the values that matter. Numbers may differ by their rounding, 1 in 10⁹. */
  readonly values?: Readonly<Record<string, AggregateValue>>;
  /** Ids of all the events that caused it, in order. */
  readonly events?: readonly string[];
  readonly window?: { readonly name?: string; readonly start?: Instant; readonly end?: Instant };
}

/** In what the alert is not the expected one, each in a few words; empty where it is. */
export function mismatches(expected: ExpectedAlert, alert: Alert): readonly string[] {
  const wrong: string[] = [];
  const compare = (what: string, wanted: unknown, found: unknown) => {
    if (wanted !== undefined && !agree(wanted, found)) wrong.push(`${what} is ${show(found)}, not ${show(wanted)}`);
  };
  const compareTime = (what: string, wanted: Instant | undefined, found: number | undefined) => {
    if (wanted === undefined || instantMs(wanted) === found) return;
    wrong.push(`${what} is ${timeText(found)}, not ${timeText(instantMs(wanted))}`);
  };
  compare('rule', expected.rule, alert.rule);
  compare('key', expected.key, alert.key);
  compare('severity', expected.severity, alert.severity);
  compareTime('at', expected.at, alert.at);
  if (!(expected.message instanceof RegExp)) compare('message', expected.message, alert.message);
  else if (!expected.message.test(alert.message))
    wrong.push(`message is ${show(alert.message)}, not like ${expected.message}`);
  for (const [name, value] of Object.entries(expected.values ?? {}))
    compare(`values.${name}`, value, alert.values[name]);
  compare('events', expected.events?.join(', '), alert.events.join(', '));
  compare('window.name', expected.window?.name, alert.window?.name);
  compareTime('window.start', expected.window?.start, alert.window?.start);
  compareTime('window.end', expected.window?.end, alert.window?.end);
  return wrong;
}

const timeText = (ms: number | undefined): string => (ms === undefined ? 'none' : new Date(ms).toISOString());
