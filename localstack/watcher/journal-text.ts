import type { JournalLine } from './journal.ts';

/** An entry of the journal as a sentence, with the time of day of this machine. */
export function journalText(entry: JournalLine): string {
  if (entry.kind === 'paused') {
    return `the machine slept, or the watcher was stopped, for ${entry.seconds} s until ${timeOf(entry.at)}`;
  }
  const ended = `${entry.service} ended ${entry.how ? `by ${entry.how} ` : ''}at ${timeOf(entry.endedAt)}`;
  switch (entry.kind) {
    case 'ended':
      return `${ended}; it is being restarted`;
    case 'restarted':
      return `${ended}, restarted (${ordinal(entry.attempt)} time), ready after ${entry.readySeconds} s`;
    case 'failed':
      return `${ended}, restarted (${ordinal(entry.attempt)} time), but ${firstLine(entry.reason)}`;
    case 'gave-up':
      return `${ended}, the ${ordinal(entry.crashes)} time within ${entry.withinSeconds} s: it stays down until ./caudal up`;
  }
}

function timeOf(iso: string): string {
  const time = new Date(iso);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return clock.map((part) => String(part).padStart(2, '0')).join(':');
}

/** 1st, 2nd, 3rd, 4th … 11th … 21st. */
export function ordinal(number: number): string {
  const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return `${number}${suffixes[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
