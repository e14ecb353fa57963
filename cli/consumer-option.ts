import { Option } from 'commander';
import { consumers } from '../consumers/index.ts';
import { withChoices } from './choices.ts';
import { type ConsumerName, consumersOf } from './consumers.ts';
import { exitCodes, UserError } from './errors.ts';
import { pipelineOf } from './pipeline-argument.ts';

/** The option `--only ingest|analyze|…`. */
export function onlyOption(): Option {
  const known = [...new Set(['ingest', 'analyze', ...consumers.map(({ name }) => name)])];
  return withChoices(new Option('--only <consumer>', 'one of its consumers (default: all)'), known);
}

/** The consumers that are meant. @throws {UserError} when the pipeline has no such consumer */
export function chosenConsumers(pipeline: string, only: ConsumerName | undefined): readonly ConsumerName[] {
  const all = consumersOf(pipelineOf(pipeline));
  if (only === undefined) return all;
  if (all.includes(only)) return [only];
  const why =
    only === 'analyze' ? `${pipeline} declares no windows or rules, so it has no analyze function` : undefined;
  throw new UserError(why ?? `${pipeline} has no consumer "${only}"; it has ${all.join(', ')}`, {
    exitCode: exitCodes.usage,
  });
}
