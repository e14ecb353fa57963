import { describe, expect, it } from 'vitest';
import { namesOf } from '../../core/names.ts';
import { addCaudal } from '../../infra/caudal.ts';
import { pipelineNamed, pipelines } from '../../pipelines/index.ts';
import { testApp } from './support/synth.ts';
import { wholeApp } from './support/whole-app.ts';

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

interface Stack {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Export?: { readonly Name: string } }>>;
}

/** All that there can be, so that no name is missed; the secret is its owner's to name. */
function stacksOf(context: Record<string, unknown>): readonly Stack[] {
  const { templates } = wholeApp({ alertWebhookSecret: 'mine/slack', ...context });
  return Object.values(templates).map((template) => template.toJSON() as Stack);
}

/** Names that hold within something else: a table's within its keyspace, a policy's within its role, a metric's within its namespace. */
const WITHIN: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cassandra::Table': ['TableName'],
  'AWS::IAM::Policy': ['PolicyName'],
  'AWS::CloudWatch::Alarm': ['MetricName'],
  'AWS::Logs::MetricFilter': ['FilterName'],
};

/** The names that a template gives to what it makes, each with its type. */
function namesIn({ Resources, Outputs = {} }: Stack): readonly string[] {
  const resources = Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([property, value]) => /(^|[a-z])Name$/.test(property) && typeof value === 'string')
      .filter(([property]) => !WITHIN[Type]?.includes(property))
      .map(([property, value]) => `${Type} ${property} ${value}`),
  );
  return [...resources, ...Object.values(Outputs).flatMap(({ Export }) => (Export ? [`export ${Export.Name}`] : []))];
}

/** Every text in a value, but what is only told to people, and hashes. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    /^(Description|AlarmDescription|Tags|Code|Metadata|CAUDAL_PULL)$/.test(key) ? [] : texts(each),
  );
}

const stages = { none: stacksOf({}), dev: stacksOf({ prefix: 'dev' }), prod: stacksOf({ prefix: 'prod' }) };
const names = (stacks: readonly Stack[]): readonly string[] => stacks.flatMap(namesIn);

describe('a stage', () => {
  it('begins every name that it gives with its prefix', () => {
    const all = names(stages.dev);
    const types = new Set(all.map((name) => name.split(' ')[0]));
    expect([...types]).toEqual(
      expect.arrayContaining([
        'AWS::Cassandra::Keyspace',
        'AWS::CloudWatch::Alarm',
        'AWS::DynamoDB::Table',
        'AWS::Events::EventBus',
        'AWS::Events::Rule',
        'AWS::Kinesis::Stream',
        'AWS::Lambda::Function',
        'AWS::Logs::LogGroup',
        'AWS::SNS::Topic',
        'AWS::SSM::Parameter',
        'export',
      ]),
    );
    expect(all.filter((name) => !/ (\/aws\/(lambda|events)\/|\/)?dev[-._/:]/.test(name))).toEqual([]);
  });

  it('shares no name with another one', () => {
    const [none, dev, prod] = [stages.none, stages.dev, stages.prod].map((stacks) => new Set(names(stacks)));
    expect(none?.size).toBeGreaterThan(50);
    expect([...(dev ?? [])].filter((name) => none?.has(name) || prod?.has(name))).toEqual([]);
  });

  it('speaks of nothing of another one: neither policies nor variables, targets, metrics or parameters', () => {
    const streams = pipelines.map(({ stream }) => stream.name.replaceAll('.', '\\.')).join('|');
    const stream = new RegExp(`(?<![\\w.])(${streams})(?![\\w.])`);
    const keyspace = /\/keyspace\/(?!dev_|system)/;
    const foreign = texts(stages.dev).filter(
      (text) => /(?<!dev[-/])\bcaudal[-/](?!dev)/.test(text) || stream.test(text) || keyspace.test(text),
    );
    expect(foreign).toEqual([]);
    expect(texts(stages.none).filter((text) => stream.test(text) || keyspace.test(text)).length).toBeGreaterThan(30);
  });

  it('tags all that takes tags', () => {
    const tags = stages.dev.flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Properties }) => (Array.isArray(Properties?.Tags) ? [Properties.Tags] : [])),
    );
    expect(tags.length).toBeGreaterThan(20);
    for (const of of tags) expect(of).toContainEqual({ Key: 'stage', Value: 'dev' });
    expect(JSON.stringify(stages.none)).not.toContain('"Key":"stage"');
  });

  it('makes the same resources as every other, by the same logical ids', () => {
    const ids = (stacks: readonly Stack[]) => stacks.map(({ Resources }) => Object.keys(Resources).length);
    const tables = ({ Resources }: Stack) =>
      Object.keys(Resources).filter((id) => Resources[id]?.Type.startsWith('AWS::Cassandra'));
    expect(ids(stages.dev)).toEqual(ids(stages.none));
    expect(stages.dev.map(tables)).toEqual(stages.none.map(tables));
  });

  it('is refused in words where its prefix is none, or makes a name too long', () => {
    expect(() => stacksOf({ prefix: 'Dev' })).toThrow('Context "prefix" must be 1 to 12 lower-case letters and digits');
    const sensors = pipelineNamed('sensors');
    const table = { ...sensors.record.table, keyspace: 'k'.repeat(40) };
    const long = { ...sensors, record: { ...sensors.record, table } };
    expect(() => addCaudal(testApp({ prefix: 'development' }), [long], { tableRecords: {} })).toThrow(
      /a name must be 1 to 48 .* \(received "development_k+"\)/,
    );
  });

  it('has names that are short enough, whatever pipelines and consumers are called', () => {
    const { consumerFunction, fetchRule, alertLogPolicy } = namesOf('a23456789012');
    const most = 'p'.repeat(20);
    expect(
      Math.max(...[consumerFunction(most, most), fetchRule(most), alertLogPolicy].map((n) => n.length)),
    ).toBeLessThan(65);
  });
});

describe('the data of a stage', () => {
  const data = /^AWS::(Cassandra|DynamoDB|Kinesis::Stream$|S3::Bucket$)/;
  const policies = (stacks: readonly Stack[]) =>
    stacks.flatMap(({ Resources }) =>
      Object.values(Resources).flatMap(({ Type, DeletionPolicy }) => (data.test(Type) ? [DeletionPolicy] : [])),
    );

  it('goes with its stacks, or stays with retainData, whatever the others do', () => {
    expect(new Set(policies(stages.dev))).toEqual(new Set(['Delete']));
    expect(new Set(policies(stacksOf({ prefix: 'dev', retainData: 'true' })))).toEqual(new Set(['Retain']));
  });

  it('can be imported by CloudFormation where it was kept: names stand in the template, references do not', () => {
    const kept = stacksOf({ retainData: 'true' }).flatMap(({ Resources }) =>
      Object.values(Resources).filter(({ Type }) => data.test(Type) && Type !== 'AWS::S3::Bucket'),
    );
    const identifiers = kept.map(
      ({ Type, Properties: { KeyspaceName, TableName, Name } = {} }) =>
        ({ 'AWS::Cassandra::Table': [KeyspaceName, TableName], 'AWS::Cassandra::Keyspace': [KeyspaceName] })[Type] ?? [
          TableName ?? Name,
        ],
    );
    expect(identifiers.length).toBeGreaterThan(20);
    expect(identifiers.flat().filter((name) => typeof name !== 'string')).toEqual([]);
  });
});
