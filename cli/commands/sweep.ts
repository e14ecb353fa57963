import type { Command } from 'commander';
import { names } from '../../core/names.ts';
import { action, command } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { UserError } from '../errors.ts';
import { invokeFunction } from '../invoke.ts';
import { table } from '../output.ts';
import { pipelineArgument, pipelineOf } from '../pipeline-argument.ts';
import { printable } from '../printable.ts';

/** `caudal sweep [pipeline]` */
export function create(): Command {
  return command('sweep', 'close windows and decide time-outs now; a rule does so each minute', [
    'sweep sensors',
    'sweep sensors --json',
  ])
    .addArgument(pipelineArgument())
    .action(
      action(async ({ output, config, signal }, name: string) => {
        const { analysis } = pipelineOf(name);
        if (!analysis) {
          throw new UserError(`The pipeline ${name} declares no windows and no rules, so there is nothing to sweep`, {
            hint: `They stand in pipelines/${name}.ts, under analysis.`,
          });
        }
        await findDeployment(config);
        const functionName = names.sweepFunction(name);
        const hint = `./caudal logs ${functionName} shows what it logged.`;
        const answer = await invokeFunction<unknown>(functionName, {}, { hint, signal });
        output.result(answer, () => answerText(answer));
        return undefined;
      }),
    );
}

/** What a function answered, a line a field. */
function answerText(answer: unknown): string {
  if (typeof answer !== 'object' || answer === null) return printable(JSON.stringify(answer));
  const cell = (value: unknown): string => printable(typeof value === 'string' ? value : JSON.stringify(value));
  return table(
    ['of the sweep', ''],
    Object.entries(answer).map(([field, value]) => [printable(field), cell(value)]),
  );
}
