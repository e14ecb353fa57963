import { Option } from 'commander';
import { type Consumer, consumersOf } from './consumers.ts';
import { exitCodes, UserError } from './errors.ts';
import { pipelineOf } from './pipeline-argument.ts';

/** The option `--only ingest|analyze`. */
export function onlyOption(): Option {
  return new Option('--only <consumer>', 'one of its consumers (default: all)').choices(['ingest', 'analyze']);
}

/** The consumers that are meant. @throws {UserError} when the pipeline has no such consumer */
export function chosenConsumers(pipeline: string, only: Consumer | undefined): readonly Consumer[] {
  const all = consumersOf(pipelineOf(pipeline));
  if (only === undefined) return all;
  if (all.includes(only)) return [only];
  throw new UserError(`${pipeline} declares no windows or rules, so it has no ${only} function`, {
    exitCode: exitCodes.usage,
  });
}
