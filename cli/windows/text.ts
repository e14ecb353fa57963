import type { WindowValue } from '../../core/analysis/aggregate.ts';
import { topText } from '../../core/analysis/top-text.ts';
import { coloured, table } from '../output.ts';
import { printable, shorten } from '../printable.ts';
import type { WindowRow } from './read-windows.ts';

const MAX_KEY = 40;
const MAX_VALUES = 160;
const DIGITS = 6;

/** Windows as a table, a row each. */
export function windowsText(rows: readonly WindowRow[]): string {
  return table(
    ['window', 'start', 'end', 'key', 'events', 'state', 'values'],
    rows.map((row) => cells(row)),
  );
}

/** A window on a line of its own, for those that come one after the other. */
export function windowLine(row: WindowRow): string {
  return cells(row).join('  ');
}

function cells({ window, start, end, key, events, final, values }: WindowRow): (string | number)[] {
  return [
    printable(window),
    start.toISOString().slice(0, 19),
    end.toISOString().slice(11, 19),
    shorten(key, MAX_KEY),
    events,
    final ? coloured('green', 'final') : coloured('yellow', 'open'),
    shorten(
      Object.entries(values)
        .map(([name, value]) => `${name} ${valueText(value)}`)
        .join(', '),
      MAX_VALUES,
    ),
  ];
}

/** Six digits are for the eye; `--json` has all. */
function valueText(value: WindowValue): string {
  if (typeof value === 'object') return value === null ? '–' : topText(value);
  if (typeof value !== 'number') return String(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}
