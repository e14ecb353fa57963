import { type FamilyName, type MetricSample, metricFamilies } from './families.ts';

/** Content type of the text format. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Samples in Prometheus' text format: the lines of a family together, behind its HELP and TYPE; families without samples are
 * left out.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function exposition(samples: readonly MetricSample[]): string {
  const byFamily = Map.groupBy(samples, ({ family }) => family);
  const lines = (Object.keys(metricFamilies) as FamilyName[]).flatMap((name) => {
    const of = byFamily.get(name) ?? [];
    if (of.length === 0) return [];
    const { type, help } = metricFamilies[name];
    return [
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
      ...of.map(line),
    ];
  });
  return lines.map((text) => `${text}\n`).join('');
}

function line({ family, suffix, labels, value }: MetricSample): string {
  const pairs = Object.entries(labels).map(([name, text]) => `${name}="${escaped(text)}"`);
  return `${family}${suffix ?? ''}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${number(value)}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function number(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
