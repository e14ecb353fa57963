import { Argument, InvalidArgumentError } from 'commander';
import type { Pipeline } from '../core/pipeline.ts';
import { pipelineNamed, pipelines } from '../pipelines/index.ts';
import { stagePipeline } from './stage.ts';

/** The argument `[pipeline]`, checked against the pipelines that there are. @default the first, sensors */
export function pipelineArgument(): Argument {
  const names = pipelines.map(({ name }) => name).join(', ');
  return new Argument('[pipeline]', `one of: ${names}`).default('sensors').argParser(readPipeline);
}

/** The same where none means all. */
export function anyPipelineArgument(): Argument {
  const names = pipelines.map(({ name }) => name).join(', ');
  return new Argument('[pipeline]', `one of: ${names} (all)`).argParser(readPipeline);
}

/** Any number of them, none for all. */
export function pipelinesArgument(): Argument {
  const names = pipelines.map(({ name }) => name).join(', ');
  return new Argument('[pipelines...]', `any of: ${names} (all)`)
    .default([], 'all')
    .argParser((name: string, before: readonly string[]) => [...before, readPipeline(name)]);
}

function readPipeline(name: string): string {
  try {
    return pipelineNamed(name).name;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

/** The pipeline that an argument read by {@link pipelineArgument} names, as the stage has it. */
export function pipelineOf(name: string): Pipeline {
  return stagePipeline(pipelineNamed(name));
}
