import { documentSchema } from '../../core/schema/document.ts';
import { type SchemaReport, schemaFile } from '../../core/schema/evolution.ts';
import type { PublishedSchema } from '../../core/schema/replay.ts';
import { coloured, table } from '../output.ts';
import { shorten } from '../printable.ts';
import { fieldLines } from './fields.ts';

const colours = {
  any: 'dim',
  unpublished: 'yellow',
  published: 'green',
  outdated: 'yellow',
  refused: 'red',
} as const satisfies Readonly<Record<SchemaReport['state'], string>>;

/** A line a pipeline, then what is wrong. */
export function listText(reports: readonly SchemaReport[]): string {
  const rows = reports.map(({ pipeline, version, oldest, state }) => [
    pipeline,
    version === 0 ? '–' : String(version),
    version === 0 ? 'any JSON object' : oldest === version ? String(version) : `${oldest} to ${version}`,
    coloured(colours[state], state),
    state === 'any' || state === 'unpublished' ? '–' : schemaFile(pipeline, version),
  ]);
  const next = reports
    .filter(({ state }) => state === 'unpublished')
    .map(({ pipeline }) => `${pipeline} is not published: ./caudal schema ${pipeline} --publish`);
  return [table(['pipeline', 'version', 'takes', 'state', 'file'], rows), ...complaintLines(reports), ...next].join(
    '\n',
  );
}

/** `published: sensors, payments; unpublished: greenhouse` */
export function statesText(reports: readonly SchemaReport[]): string {
  const states = Map.groupBy(reports, ({ state }) => state);
  return [...states].map(([state, of]) => `${state}: ${of.map(({ pipeline }) => pipeline).join(', ')}`).join('; ');
}

/** Complaints and notes of all reports, a line each. */
export function complaintLines(reports: readonly SchemaReport[]): readonly string[] {
  return reports.flatMap(({ complaints, notes }) => [...complaints, ...notes.map((note) => `note: ${note}`)]);
}

/**
 * The fields of a pipeline, a column a version.
 * @param versions the newest last, published or not
 */
export function fieldsText(report: SchemaReport, versions: readonly PublishedSchema[]): string {
  const columns = versions.map(({ version, document }) => ({
    version,
    lines: new Map(fieldLines(documentSchema(document)).map((line) => [line.path, line])),
  }));
  const newestFirst = columns.toReversed();
  const paths = new Set(newestFirst.flatMap(({ lines }) => [...lines.keys()]));
  const rows = [...paths].map((path) => {
    const line = newestFirst.flatMap(({ lines }) => lines.get(path) ?? [])[0];
    return [
      path,
      ...columns.map(({ lines }) => shorten(lines.get(path)?.what ?? '–', 40)),
      shorten(line?.description ?? '', 60),
    ];
  });
  const taken = report.oldest === report.version ? `${report.version}` : `${report.oldest} to ${report.version}`;
  return [
    `${report.pipeline}: version ${report.version}, ${report.state}; versions taken: ${taken}`,
    '',
    table(['field', ...columns.map(({ version }) => `version ${version}`), 'meaning'], rows),
    ...complaintLines([report]),
  ].join('\n');
}
