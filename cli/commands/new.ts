import { Argument, type Command } from 'commander';
import { consumers } from '../../consumers/index.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import { pipelines } from '../../pipelines/index.ts';
import { withChoices } from '../choices.ts';
import { action, command } from '../command.ts';
import { exitCodes, UserError } from '../errors.ts';
import { type NextStep, nextForConsumer, nextForPipeline, writtenText } from '../new/next-steps.ts';
import { writeConsumer } from '../new/write-consumer.ts';
import { writePipeline } from '../new/write-pipeline.ts';
import { pipelineOf } from '../pipeline-argument.ts';

/** `caudal new pipeline <name>`, `caudal new consumer <pipeline> <name>` */
export function create(): Command {
  return command('new', 'write a new pipeline, or a further consumer of one, to begin from', [
    'new pipeline greenhouse',
    'new pipeline clicks --schemaless     # takes any JSON object',
    'new consumer sensors archive         # reads the stream of sensors too, on its own',
  ])
    .addArgument(withChoices(new Argument('<what>', 'what to write'), ['pipeline', 'consumer']))
    .argument(
      '<names...>',
      'its name, 2 to 20 lower-case letters, digits and hyphens; of a consumer, its pipeline first',
    )
    .option('--schemaless', 'of a pipeline: without a schema, any JSON object is an event', false)
    .action(
      action(async ({ output }, what: string, typed: string[], { schemaless }: { schemaless: boolean }) => {
        const made = what === 'pipeline' ? await newPipeline(typed, schemaless) : await newConsumer(typed);
        const { next, guide, ...written } = made;
        output.result({ ...written, next: next.map(({ type }) => type) }, () => writtenText(made));
        return undefined;
      }),
    );
}

/** What was written, what to type next, and the page that goes through it. */
interface Made {
  readonly file: string;
  readonly index: string;
  readonly next: readonly NextStep[];
  readonly guide: string;
}

async function newPipeline(typed: readonly string[], schemaless: boolean): Promise<Made & { pipeline: string }> {
  const [name] = exactly(typed, ['<name>'], './caudal new pipeline greenhouse');
  const written = await writePipeline({ root: repositoryRoot, name, schemaless, pipelines });
  return { pipeline: name, ...written, next: nextForPipeline(name, schemaless), guide: 'docs/guide-new-pipeline.md' };
}

async function newConsumer(typed: readonly string[]): Promise<Made & { pipeline: string; consumer: string }> {
  const [pipeline, name] = exactly(typed, ['<pipeline>', '<name>'], './caudal new consumer sensors archive');
  const written = await writeConsumer({ root: repositoryRoot, pipeline: pipelineNamedAs(pipeline), name, consumers });
  const next = nextForConsumer(pipeline, name);
  return { pipeline, consumer: name, ...written, next, guide: 'docs/guide-second-consumer.md' };
}

function exactly<const T extends readonly string[]>(
  typed: readonly string[],
  wanted: T,
  example: string,
): { [K in keyof T]: string } {
  if (typed.length === wanted.length) return typed as unknown as { [K in keyof T]: string };
  throw new UserError(`Names must be ${wanted.join(' ')} (received ${typed.length}: ${typed.join(' ')})`, {
    hint: example,
    exitCode: exitCodes.usage,
  });
}

function pipelineNamedAs(name: string) {
  try {
    return pipelineOf(name);
  } catch (error) {
    throw new UserError((error as Error).message, { exitCode: exitCodes.usage });
  }
}
