import type { Command } from 'commander';
import { action, command } from '../command.ts';
import { requireServices } from '../deployment.ts';
import { table } from '../output.ts';
import { readStages, type Stage } from '../stages.ts';

/** `caudal stages` */
export function create(): Command {
  return command('stages', 'the stages that are deployed here, by the prefix of their names, with their pipelines', [
    'stages',
    'deploy --prefix dev      # one more',
    'stages --json | jq -r ".[].prefix"',
  ]).action(
    action(async ({ output, config }) => {
      await requireServices(config);
      const stages = await readStages(config);
      output.result(stages, () => stagesText(stages));
      return undefined;
    }),
  );
}

function stagesText(stages: readonly Stage[]): string {
  if (stages.length === 0) return 'No stage is deployed. ./caudal deploy --prefix dev deploys one.';
  const rows = stages.map(({ prefix, pipelines, status, deployedAt }) => [
    prefix === '' ? '(no prefix)' : prefix,
    pipelines.join(', '),
    status,
    deployedAt,
  ]);
  return table(['stage', 'pipelines', 'state', 'deployed at'], rows);
}
