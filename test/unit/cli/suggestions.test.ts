import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { requireRule } from '../../../cli/alerts/declared.ts';
import { withChoices } from '../../../cli/choices.ts';
import { suggestionFor } from '../../../cli/cql-suggestion.ts';
import { requireShard } from '../../../cli/messages/shard.ts';
import { declaredWindows } from '../../../cli/windows/declared.ts';
import { parseProduceRequest } from '../../../core/producer/request.ts';
import { selectedPipelines } from '../../../infra/selected-pipelines.ts';
import { fanOutConsumers } from '../../../infra/stream-context.ts';
import { repositoryRoot } from '../../../localstack/config.ts';
import { pipelineNamed, pipelines } from '../../../pipelines/index.ts';
import { readBackStream } from '../../support/kinesis/read-back.ts';

/** What a command says when it is typed so. Names are checked before anything is done. */
async function saidBy(name: string, ...args: string[]): Promise<string> {
  const { create } = (await import(`../../../cli/commands/${name}.ts`)) as { create(): Command };
  let said = '';
  const command = create()
    .exitOverride()
    .configureOutput({
      writeErr: (text) => {
        said += text;
      },
    });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toMatchObject({ code: /commander/ as never });
  return said;
}

const errorOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'no error';
};

describe('a mistyped name on the command line', () => {
  it.each([
    [['messages', 'snsors'], '"sensors"'],
    [['dev', 'sensors', 'payment'], '"payments"'],
    [['alerts', 'observatry'], '"observatory"'],
    [['fetch', 'user'], '"users"'],
    [['logs', 'ingset'], '"ingest"'],
    [['logs', 'casandra'], '"cassandra"'],
    [['logs', 'check-helth'], '"check-health"'],
    [['logs', 'ingest', '--pipeline', 'post'], '"posts"'],
    [['pause', 'sensors', '--only', 'analyse'], '"analyze"'],
    [['resume', 'sensor'], '"sensors"'],
    [['deploy', '-c', 'pipeline=sensors'], '"pipelines"'],
    [['deploy', '-c', 'sensor.shards=2'], '"sensors.shards"'],
    [['deploy', '-c', 'pipelines=sensors,user'], '"users"'],
    [['produce', 'sensors', '--wire', 'arvo'], '"avro"'],
    [['produce', 'sensors', '--invalid-kind', 'not-jason'], '"not-json"'],
    [['decisions', '--decision', 'blok'], '"block"'],
    [['alerts', '--severity', 'warnig'], '"warning"'],
    [['new', 'pipelin', 'x'], '"pipeline"'],
    // Of commander: options.
    [['messages', '--from-begining'], '--from-beginning'],
    [['dev', '--contxt', 'a=b'], '--context'],
  ])('caudal %j is met with what was meant', async ([name = '', ...args], meant) => {
    expect(await saidBy(name, ...args)).toMatch(new RegExp(`Did you mean ${meant}\\?`, 'i'));
  });

  it('is met with nothing where no name is near', async () => {
    const said = await saidBy('messages', 'kafka');
    expect(said).toContain('There is no pipeline "kafka"');
    expect(said).not.toContain('Did you mean');
  });

  it('of a choice without a near one names all', () => {
    const words: string[] = [];
    const option = {
      choices: () => option,
      argParser: (read: (text: string) => string) => words.push(errorOf(() => read('z'))),
    };
    withChoices(option as never, ['one', 'two']);
    expect(words).toEqual(['Allowed choices are one, two.']);
  });
});

const sensors = pipelineNamed('sensors');
const context = (key: string, value: string) => ({
  tryGetContext: (asked: string) => (asked === key ? value : undefined),
});
const produce = (request: object) => parseProduceRequest(request, pipelines);

describe('a mistyped name in a request, a context or a file', () => {
  it.each([
    ['a pipeline', () => pipelineNamed('observatori'), '"observatory"'],
    ['a pipeline to deploy', () => selectedPipelines(context('pipelines', 'senors'), pipelines, []), '"sensors"'],
    [
      'a reader by fan-out',
      () => fanOutConsumers(context('s.fanOut', 'ingets'), 's', ['ingest', 'analyze']),
      '"ingest"',
    ],
    ['a rule', () => requireRule('high-temprature', [sensors]), '"high-temperature"'],
    ['a window', () => declaredWindows(sensors, 'per_minut'), '"per_minute"'],
    ['a pipeline to produce for', () => produce({ pipeline: 'sensor' }), '"sensors"'],
    ['a field of a request', () => produce({ eventPerSecond: 5 }), '"eventsPerSecond"'],
    ['a kind of invalid events', () => produce({ invalidKind: 'not_json' }), '"not-json"'],
  ])('%s is met with what was meant', (_, run, meant) => {
    expect(errorOf(run)).toContain(`Did you mean ${meant}?`);
  });

  it('a shard is met with what was meant', async () => {
    const { client, stream } = await readBackStream(2);
    await expect(requireShard(client, stream, 'shardId-00000000001')).rejects.toThrow(
      'Did you mean "shardId-000000000001"?',
    );
    await expect(requireShard(client, stream, '7')).rejects.toThrow(/^There is no shard "7" in looked-into\.$/);
    expect(await requireShard(client, stream, '1')).toBe('shardId-000000000001');
  });
});

describe('a mistyped name in CQL', () => {
  const select = async (cql: string, bound: readonly unknown[]) => {
    if (cql.includes('columns')) {
      return bound.join('.') === 'rt.readings' ? [{ column_name: 'device_id' }, { column_name: 'temperature_c' }] : [];
    }
    return [
      { keyspace_name: 'rt', table_name: 'readings' },
      { keyspace_name: 'ops', table_name: 'alerts' },
    ];
  };
  const meant = (statement: string, refusal: string) => suggestionFor({ select } as never, statement, refusal);

  it.each([
    ['SELECT * FROM rt.reading', 'table reading does not exist', 'rt.readings'],
    ['SELECT * FROM "rt"."readins"', 'table readins does not exist', 'rt.readings'],
    ['select * from ops.alert limit 1', 'unconfigured table alert', 'ops.alerts'],
    ['INSERT INTO opps.alerts (a) VALUES (1)', 'keyspace opps does not exist', 'ops.alerts'],
    ['UPDATE readings SET a = 1', 'No keyspace has been specified. USE a keyspace, or …', 'rt.readings'],
    ['SELECT temp_c FROM rt.readings', 'Undefined column name temprature_c in table rt.readings', 'temperature_c'],
  ])('%s → %s', async (statement, refusal, name) => {
    expect(await meant(statement, refusal)).toBe(` Did you mean "${name}"?`);
  });

  it.each([
    ['SELECT * FROM kafka.topics', 'keyspace kafka does not exist'],
    ['SELECT nothing FROM rt.readings', 'Undefined column name nothing in table rt.readings'],
    ['SELEC * FROM rt.reading', 'line 1:0 no viable alternative at input'],
  ])('%s is met with nothing more', async (statement, refusal) => {
    expect(await meant(statement, refusal)).toBe('');
  });
});

describe('a mistyped name of a script, or a command', () => {
  it.each([
    [['cli/main.ts', 'mesages'], 'messages'],
    [['bench/run.ts', 'kinesi'], '"kinesis"'],
    [['models/run.ts', 'frauds'], '"fraud"'],
    [['test/run.ts', 'unti', 'propertys'], '"unit"'],
  ])(
    'node %j is met with what was meant',
    async (args, meant) => {
      const run = promisify(execFile)(process.execPath, args, { cwd: repositoryRoot });
      const { code, stderr } = await run.then(
        () => ({ code: 0, stderr: '' }),
        (error: { code: number; stderr: string }) => error,
      );
      expect(code).toBe(2);
      expect(stderr).toContain(`Did you mean ${meant}?`);
    },
    60_000,
  );
});
