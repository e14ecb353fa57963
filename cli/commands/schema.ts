import type { Command } from 'commander';
import { avroSchemaOf } from '../../core/avro/derive.ts';
import type { Pipeline } from '../../core/pipeline.ts';
import { schemaDocument } from '../../core/schema/document.ts';
import { checkSchema, type SchemaReport } from '../../core/schema/evolution.ts';
import { readTableRecords } from '../../infra/table-records.ts';
import { repositoryRoot } from '../../localstack/config.ts';
import { pipelineNamed, pipelines } from '../../pipelines/index.ts';
import { action, type CommandContext, stageCommand } from '../command.ts';
import { findDeployment } from '../deployment.ts';
import { exitCodes, UserError } from '../errors.ts';
import { anyPipelineArgument } from '../pipeline-argument.ts';
import { readPublished, writePublished } from '../schema/files.ts';
import { withTables, writeTableRecords } from '../schema/table-records.ts';
import { complaintLines, fieldsText, listText, statesText } from '../schema/text.ts';
import { readUse, useText } from '../schema/use.ts';
import { durationOption } from '../values.ts';

interface SchemaOptions {
  readonly publish?: true;
  readonly check?: true;
  readonly avro?: true;
  readonly use?: true;
  readonly since: number;
}

/** `caudal schema [pipeline]` */
export function create(): Command {
  return stageCommand(
    'schema',
    'versions of the event schemas, what is published of them, and whether a change breaks it',
    [
      'schema                         # all pipelines',
      'schema sensors                 # fields by version',
      'schema sensors --json          # the JSON Schema, for other languages',
      'schema payments --avro         # the Avro schema by which caudal produce --wire avro writes',
      'schema sensors --publish       # writes schemas/sensors/v<N>.json, records the tables',
      'schema sensors --use --since 7d # who still sends which version',
      'schema --check                 # exit code 1 where a change breaks who sends or reads',
    ],
  )
    .addArgument(anyPipelineArgument())
    .option('--publish', "write the newest version's file and record the tables, unless that would break something")
    .option('--use', 'count by version what arrived: does anybody still send the old one?')
    .addOption(
      durationOption('--since <duration>', 'with --use: how far back, by arrival in the stream', {
        fallback: '24h',
        most: '30d',
      }),
    )
    .option('--avro', 'the same as a schema of Avro')
    .option('--check', 'say only what is wrong; exit code 1 where something is')
    .action(
      action(async ({ output, config }, name: string | undefined, options: SchemaOptions) => {
        // As it is declared, whatever the stage: what is published holds for all of them.
        const pipeline = name === undefined ? undefined : pipelineNamed(name);
        if (options.check) return check(output, pipeline ? [pipeline] : pipelines);
        if (pipeline && options.use) {
          await findDeployment(config);
          return use(output, pipeline, options.since);
        }
        if (pipeline && options.avro) return avro(output, pipeline);
        if (pipeline) return options.publish ? publish(output, pipeline) : show(output, pipeline);
        if (options.publish || options.use || options.avro) {
          throw new UserError('Of which pipeline? --publish, --use and --avro are about one', {
            hint: `./caudal schema ${pipelines[0]?.name} --${options.avro ? 'avro' : options.use ? 'use' : 'publish'}`,
            exitCode: exitCodes.usage,
          });
        }
        const reports = await Promise.all(pipelines.map(reportOf));
        output.result(reports, () => listText(reports));
        return undefined;
      }),
    );
}

type Output = CommandContext['output'];

async function reportOf(pipeline: Pipeline): Promise<SchemaReport> {
  const report = checkSchema(pipeline, await readPublished(repositoryRoot, pipeline.name));
  return withTables(report, pipeline, readTableRecords(repositoryRoot));
}

async function check(output: Output, of: readonly Pipeline[]): Promise<number> {
  const reports = await Promise.all(of.map(reportOf));
  output.result(reports, () => [...complaintLines(reports), statesText(reports)].join('\n'));
  return reports.some(({ complaints }) => complaints.length > 0) ? exitCodes.failed : exitCodes.ok;
}

async function publish(output: Output, pipeline: Pipeline): Promise<number> {
  const report = await reportOf(pipeline);
  if (report.state === 'refused') {
    output.result(report, () => complaintLines([report]).join('\n'));
    return exitCodes.failed;
  }
  const tables = await writeTableRecords(repositoryRoot, pipeline, readTableRecords(repositoryRoot));
  // What takes any JSON object has no schema, but tables all the same.
  const file = report.state === 'any' ? undefined : await writePublished(repositoryRoot, pipeline);
  const state = file === undefined ? 'any' : 'published';
  output.result({ ...report, state, complaints: [], ...(file !== undefined && { file }), tables }, () =>
    [`Wrote ${file === undefined ? '' : `${file} and `}${tables}`, ...report.notes.map((note) => `note: ${note}`)].join(
      '\n',
    ),
  );
  return exitCodes.ok;
}

async function avro(output: Output, pipeline: Pipeline): Promise<undefined> {
  const schema = avroSchemaOf(schemaDocument(pipeline), pipeline.name);
  output.result(schema, () => JSON.stringify(schema, undefined, 2));
  return undefined;
}

async function use(output: Output, pipeline: Pipeline, since: number): Promise<undefined> {
  const { schemaVersion, oldestSchemaVersion = 1, name } = pipeline;
  if (schemaVersion === undefined || schemaVersion === 1) {
    throw new UserError(`${name} has one version only, so nothing is counted by version`);
  }
  const range = { pipeline: name, oldest: oldestSchemaVersion, version: schemaVersion };
  const found = await readUse(range, new Date(Date.now() - since));
  output.result(found, () => useText(found));
  return undefined;
}

async function show(output: Output, pipeline: Pipeline): Promise<undefined> {
  const published = await readPublished(repositoryRoot, pipeline.name);
  const report = checkSchema(pipeline, published);
  if (report.state === 'any') {
    output.result({}, () => `${pipeline.name} takes any JSON object.`);
    return undefined;
  }
  const document = schemaDocument(pipeline);
  const older = published.filter(({ version }) => version < report.version);
  output.result(document, () => fieldsText(report, [...older, { version: report.version, document }]));
  return undefined;
}
