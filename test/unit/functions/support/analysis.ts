import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { count, max } from '../../../../core/analysis/aggregate.ts';
import type { Alert } from '../../../../core/analysis/alert.ts';
import type { AnalysisDefinition } from '../../../../core/analysis/analysis.ts';
import { analysisEnds } from '../../../../core/analysis/batch/books.ts';
import { outputRows } from '../../../../core/analysis/batch/output-rows.ts';
import type { Decision } from '../../../../core/analysis/decision.ts';
import { createGroupFold } from '../../../../core/analysis/fold/group-fold.ts';
import { createKeyFold } from '../../../../core/analysis/fold/key-fold.ts';
import { requireAnalysis } from '../../../../core/analysis/require-analysis.ts';
import { definePipeline } from '../../../../core/define-pipeline.ts';
import type { Row } from '../../../../core/table.ts';
import { createAnalyze } from '../../../../functions/analyze/analyze.ts';
import type { AnalyzeNumbers } from '../../../../functions/analyze/report.ts';
import type { LogFields } from '../../../../functions/clients/batch-log.ts';
import { publisher } from '../../../../functions/clients/publisher/publisher.ts';
import { StateStore } from '../../../../functions/clients/state/store.ts';
import { tallyCounter } from '../../../../functions/clients/tally.ts';
import sensors from '../../../../pipelines/sensors.ts';
import type { FakeClock } from './fake-clock.ts';
import type { FakeCql } from './fake-cql.ts';
import type { FakeDynamo } from './fake-dynamo.ts';

type Reading = Parameters<typeof sensors.id>[0];

/** A window of a minute with the number of readings and the highest temperature; and an alert for each above 30 °C. */
export const plain: AnalysisDefinition<Reading> = {
  latenessSeconds: 10,
  windows: [
    {
      name: 'minute',
      kind: 'tumbling',
      sizeSeconds: 60,
      aggregates: { n: count(), hottest: max(({ temperature_c }) => temperature_c) },
    },
  ],
  rules: [
    {
      name: 'hot',
      kind: 'threshold',
      where: ({ temperature_c }) => temperature_c > 30,
      values: ({ temperature_c }) => ({ temperature_c }),
      message: ({ device_id }) => `${device_id} is hot`,
    },
  ],
};

/** The sensors with another analysis. */
export const pipelineWith = (analysis: AnalysisDefinition<Reading>) =>
  requireAnalysis(definePipeline<Reading>({ ...sensors, analysis }));

/** A bus in memory. */
export class FakeBus {
  readonly alerts: Alert[] = [];
  readonly decisions: Decision[] = [];
  /** Why an alert or decision is not taken; undefined where it is. */
  answer: () => string | undefined = () => undefined;

  get client(): Pick<EventBridgeClient, 'send'> {
    const send = async ({
      input,
    }: {
      input: { Entries: { Detail: string; Source: string; DetailType: string }[] };
    }) => ({
      Entries: input.Entries.map(({ Detail, Source, DetailType }) => {
        const ErrorCode = this.answer();
        if (ErrorCode) return { ErrorCode, ErrorMessage: 'not now' };
        if (Source === 'caudal.alerts' && DetailType === 'Alert') this.alerts.push(JSON.parse(Detail));
        if (Source === 'caudal.decisions' && DetailType === 'Decision') this.decisions.push(JSON.parse(Detail));
        return { EventId: 'taken' };
      }),
    });
    return { send } as never;
  }
}

/** What stays when a function's process ends. */
export interface World {
  readonly dynamo: FakeDynamo;
  readonly cql: FakeCql;
  readonly bus: FakeBus;
  readonly clock: FakeClock;
}

/** State and publisher of a new execution environment. */
export function environmentIn({ dynamo, cql, bus, clock }: World, pipeline: ReturnType<typeof pipelineWith>) {
  return {
    keyFold: createKeyFold(pipeline),
    groupFold: createGroupFold(pipeline),
    state: new StateStore({
      client: dynamo.client,
      table: 't',
      pipeline: pipeline.name,
      clock,
      random: () => 0.5,
      memoryBytes: 10_000_000,
    }),
    publish: publisher({
      rows: outputRows(pipeline),
      session: cql.session,
      events: bus.client,
      bus: 'caudal-alerts',
      clock,
    }),
    now: () => clock.now(),
  };
}

/** The analyze function in a new execution environment. */
export function analyzeIn(world: World, pipeline: ReturnType<typeof pipelineWith>) {
  const lines: { level: string; fields: LogFields }[] = [];
  const numbers: AnalyzeNumbers[] = [];
  const batches: Row[] = [];
  const analyze = createAnalyze({
    ...environmentIn(world, pipeline),
    pipeline,
    count: tallyCounter({ client: world.dynamo.client, table: 't', functionName: 'analyze', kinds: analysisEnds }),
    keepBatch: async (row) => void batches.push(row),
    log: (level, _message, fields) => void lines.push({ level, fields }),
    measure: (of) => void numbers.push(of),
  });
  return { analyze, lines, numbers, batches };
}
