import { coloured, table } from '../output.ts';
import { printable } from '../printable.ts';
import type { FetchStatus } from './fetches.ts';
import type { FunctionStatus } from './functions.ts';
import type { ConsumerStatus, PipelineStatus } from './pipelines.ts';

/** One row a pipeline: how its events are stored. */
export function pipelinesText(pipelines: readonly PipelineStatus[]): string {
  const rows = pipelines.map((pipeline) => [
    pipeline.name,
    pipeline.stream,
    pipeline.load.shards.length,
    stateText(pipeline),
    ageText(pipeline),
    pipeline.recordsIn,
    pipeline.stored,
    pipeline.rejected,
    pipeline.recordsPerSecond,
    pipeline.latencyMs.p50 === null ? '' : `${pipeline.latencyMs.p50} / ${pipeline.latencyMs.p99} ms`,
  ]);
  const head = ['pipeline', 'stream', 'shards', 'consumer', 'iterator age', 'in', 'stored', 'rejected', 'rec/s'];
  return table([...head, 'arrival to row (24 h) p50 / p99'], rows);
}

/** One row a pipeline that has windows or rules: how its events are applied to them. Nothing where none has. */
export function analysisText(pipelines: readonly PipelineStatus[]): string | undefined {
  const rows = pipelines.flatMap(({ name, analysis }) =>
    analysis === undefined
      ? []
      : [
          [
            name,
            stateText(analysis),
            ageText(analysis),
            analysis.applied,
            analysis.duplicate,
            analysis.late,
            analysis.failed > 0 ? coloured('red', String(analysis.failed)) : analysis.failed,
          ],
        ],
  );
  if (rows.length === 0) return undefined;
  return table(
    ['windows and rules (24 h)', 'consumer', 'iterator age', 'applied', 'duplicate', 'late', 'failed'],
    rows,
  );
}

/** One row a pipeline that has a source. Nothing where none has. */
export function fetchesText(fetches: readonly FetchStatus[]): string | undefined {
  if (fetches.length === 0) return undefined;
  const rows = fetches.map(({ pipeline, every, ok, message }) => [
    pipeline,
    every,
    coloured(ok ? 'green' : 'yellow', printable(message)),
  ]);
  return table(['fetched', 'every', 'runs'], rows);
}

/** One row a consumer of `consumers/`. Nothing where none is declared. */
export function consumersText(pipelines: readonly PipelineStatus[]): string | undefined {
  const rows = pipelines.flatMap(({ name, consumers }) =>
    consumers.map(({ iteratorAgeMs, lastResult, ...consumer }) => [
      `${name} ${consumer.name}`,
      stateText(consumer),
      iteratorAgeMs === null ? 'nothing came' : secondsText(iteratorAgeMs),
      lastResult,
    ]),
  );
  if (rows.length === 0) return undefined;
  return table(['further consumers (5 min)', 'consumer', 'iterator age', 'last result'], rows);
}

/** One row a function. */
export function functionsText(functions: readonly FunctionStatus[]): string {
  const rows = functions.map(({ name, invocations, errors }) => [
    name,
    invocations,
    errors > 0 ? coloured('red', String(errors)) : errors,
  ]);
  return table(['function (24 h)', 'invocations', 'errors'], rows);
}

function stateText({ consumer }: Pick<ConsumerStatus, 'consumer'>): string {
  return coloured(consumer === 'Enabled' ? 'green' : 'yellow', consumer);
}

function ageText({ shards }: ConsumerStatus): string {
  return secondsText(Math.max(0, ...shards.map(({ iteratorAgeMs }) => iteratorAgeMs)));
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
