import { Argument, type Command } from 'commander';
import { repositoryRoot } from '../../localstack/config.ts';
import { pipelines } from '../../pipelines/index.ts';
import { action, command } from '../command.ts';
import { type WrittenPipeline, writePipeline } from '../new/write-pipeline.ts';

/** `caudal new pipeline <name>` */
export function create(): Command {
  return command('new', 'write a new pipeline, with a schema, a window and a rule to begin from', [
    'new pipeline greenhouse',
    'new pipeline clicks --schemaless     # takes any JSON object',
  ])
    .addArgument(new Argument('<what>', 'what to write').choices(['pipeline']))
    .argument('<name>', '2 to 20 lower-case letters, digits and hyphens, the first a letter')
    .option('--schemaless', 'without a schema: any JSON object is an event', false)
    .action(
      action(async ({ output }, _what: string, name: string, { schemaless }: { schemaless: boolean }) => {
        const written = await writePipeline({ root: repositoryRoot, name, schemaless, pipelines });
        const next = nextSteps(name);
        output.result({ pipeline: name, ...written, next: next.map(({ type }) => type) }, () => asText(written, next));
        return undefined;
      }),
    );
}

interface NextStep {
  readonly type: string;
  readonly what: string;
}

function nextSteps(name: string): NextStep[] {
  return [
    { type: './caudal deploy', what: 'stream, functions and tables' },
    { type: `./caudal produce ${name} --for 30s`, what: 'events to try it with' },
    { type: `./caudal windows ${name}`, what: 'what its window came to' },
    { type: `./caudal alerts ${name}`, what: 'what its rule raised' },
  ];
}

function asText({ file, index }: WrittenPipeline, next: readonly NextStep[]): string {
  const width = Math.max(...next.map(({ type }) => type.length));
  const steps = next.map(({ type, what }) => `  ${type.padEnd(width)}   ${what}`);
  return [
    `Wrote ${file} and listed it in ${index}. Edit it, then:`,
    '',
    ...steps,
    '',
    'docs/guide-new-pipeline.md goes through it.',
  ].join('\n');
}
