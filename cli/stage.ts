import { Option } from 'commander';
import { environment } from '../core/environment.ts';
import { type Names, namesOf } from '../core/names.ts';
import type { Pipeline } from '../core/pipeline.ts';
import { pipelineIn, requirePrefix, type TableInStage, tablesIn } from '../core/stage.ts';
import type { Table } from '../core/table.ts';
import { exitCodes, UserError } from './errors.ts';

/**
 * The prefix of the stage that this command is about: what `--prefix` says, else `CAUDAL_PREFIX`. Like an AWS profile it is
 * read from the environment wherever it is needed.
 *
 * @returns nothing for the stage without a prefix
 * @throws {UserError} for a value that is no prefix
 */
export function stagePrefix(): string {
  const given = process.env[environment.prefix] ?? '';
  try {
    return given === '' ? '' : requirePrefix(environment.prefix, given);
  } catch (error) {
    throw new UserError((error as Error).message, { exitCode: exitCodes.usage });
  }
}

/** What says on the command line which stage is meant. */
interface StageOptions {
  readonly prefix?: string;
  /** CDK context, as `key=value`. */
  readonly context?: readonly string[];
}

/**
 * Makes the stage that the options name that of this process; without one it stays as the environment has it.
 *
 * @throws {UserError} where they name two
 */
export function useStage({ prefix, context = [] }: StageOptions): void {
  const pair = context.find((one) => one.startsWith('prefix='))?.slice('prefix='.length);
  if (prefix !== undefined && pair !== undefined && prefix !== pair) {
    throw new UserError(`--prefix ${prefix} and -c prefix=${pair} name two stages`, {
      hint: 'Give one of them.',
      exitCode: exitCodes.usage,
    });
  }
  const named = prefix ?? pair;
  if (named !== undefined) process.env[environment.prefix] = named;
}

/** CDK context, as `key=value`, that names that stage too. */
export function contextInStage(context: readonly string[] = []): readonly string[] {
  const prefix = stagePrefix();
  const others = context.filter((pair) => !pair.startsWith('prefix='));
  return prefix === '' ? others : [...others, `prefix=${prefix}`];
}

/** The option `--prefix <stage>`. */
export function prefixOption(): Option {
  return new Option('--prefix <stage>', 'the stage that is meant, by the prefix of its names').env(environment.prefix);
}

/** How the stage is typed behind a command that is suggested: nothing for the stage without a prefix. */
export function stageFlag(): string {
  const prefix = stagePrefix();
  return prefix === '' ? '' : ` --prefix ${prefix}`;
}

/** The names of that stage. */
export function stageNames(): Names {
  return namesOf(stagePrefix());
}

const stages = new Map<string, TableInStage>();

/** A table as that stage has it. */
export function stageTable(declared: Table): Table {
  return tablesOf(stagePrefix())(declared);
}

/** A pipeline as that stage has it. */
export function stagePipeline(declared: Pipeline): Pipeline {
  const prefix = stagePrefix();
  return pipelineIn(prefix, declared, tablesOf(prefix));
}

function tablesOf(prefix: string): TableInStage {
  const inStage = stages.get(prefix) ?? tablesIn(prefix);
  stages.set(prefix, inStage);
  return inStage;
}
