import type { LabelledRow } from '../task.ts';

/** Rows as `models/python/training/table.py` reads them. What is not known is empty; a yes is 1. */
export function csvOf(rows: readonly LabelledRow[], features: readonly string[], baselines: readonly string[]): string {
  const header = ['subject', 'label', ...features, ...baselines];
  const lines = rows.map(({ subject, label, ...row }) =>
    [
      subject,
      Number(label),
      ...features.map((name) => field(row.features[name])),
      ...baselines.map((name) => field(row.baselines[name])),
    ].join(','),
  );
  return `${[header.join(','), ...lines].join('\n')}\n`;
}

/** As the scorer reads it: infinite is not known either. A number has all the digits that tell it from its neighbours. */
function field(value: number | boolean | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(Number(value))) return '';
  return String(Number(value));
}
