import type { Pipeline } from '../../core/pipeline.ts';
import { stageFlag, stageNames } from '../stage.ts';

/** What to type next, as the main job's last words. */
export function nextSteps({ name, record, analysis }: Pick<Pipeline, 'name' | 'record' | 'analysis'>): string {
  const { keyspace, name: table } = record.table;
  const stage = stageFlag();
  const payload = JSON.stringify({ pipeline: name, eventsPerSecond: 5, durationSeconds: 10 });
  const steps = [
    `aws lambda invoke --function-name ${stageNames().produceFunction} --payload '${payload}' /dev/stdout`,
    `aws keyspaces list-tables --keyspace-name ${keyspace}`,
    `query "SELECT * FROM ${keyspace}.${table} LIMIT 5"`,
    `rejected ${name}${stage}`,
    ...(analysis ? [`windows ${name}${stage}`, `alerts ${name}${stage} --follow`] : []),
    `status${stage} --watch`,
    withWhat(`pause ${name}${stage}`, 'then produce, look, and resume: nothing is lost'),
    withWhat('down', 'stops the local cloud; its data stays'),
  ];
  return ['Next, by hand:', ...steps.map((step) => `  ./caudal ${step}`)].join('\n');
}

function withWhat(step: string, what: string): string {
  return `${step.padEnd(28)} # ${what}`;
}
