import { isDeepStrictEqual } from 'node:util';
import type { StackTemplate, TemplateResource } from './plan.ts';

/** Something that a deployment would change, and an update of code cannot. */
export interface Change {
  readonly what: 'new' | 'gone' | 'changed';
  /** Of CloudFormation, such as `AWS::Cassandra::Table`. */
  readonly type: string;
  /** Its name as users meet it, where the template has one. */
  readonly name: string;
  /** Properties that differ, of one that changed. */
  readonly properties: readonly string[];
}

type Templates = Readonly<Record<string, StackTemplate>>;

/** What differs between two sets of templates, but for the code of functions. */
export function changesBetween(deployed: Templates, planned: Templates): readonly Change[] {
  const stacks = new Set([...Object.keys(deployed), ...Object.keys(planned)]);
  return [...stacks].flatMap((stack) => {
    const [before, after] = [deployed[stack]?.Resources ?? {}, planned[stack]?.Resources ?? {}];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((id) =>
      changeOf(id, before[id], after[id], id in after ? after : before),
    );
  });
}

/** Whether new code would meet tables that it does not fit: it has to wait for them. */
export function holdsCode({ type, what }: Change): boolean {
  return type === 'AWS::Cassandra::Table' && what !== 'gone';
}

/** Changes that are told of; what follows from them is more, and a deployment brings all. */
const MOST_TOLD = 12;

/** Changes in words, a line each. */
export function changesText(changes: readonly Change[]): string {
  const told = changes.slice(0, MOST_TOLD).map((change) => `    ${changeText(change)}`);
  const more = changes.length - told.length;
  return [...told, ...(more > 0 ? [`    and ${more} more`] : [])].join('\n');
}

/** A change in words: `rt.sensor_readings (AWS::Cassandra::Table): RegularColumns`. */
function changeText({ what, type, name, properties }: Change): string {
  const detail = what === 'changed' ? properties.join(', ') : `is ${what}`;
  return `${name} (${type}): ${detail}`;
}

function changeOf(
  id: string,
  before: TemplateResource | undefined,
  after: TemplateResource | undefined,
  around: StackTemplate['Resources'],
): Change[] {
  const resource = after ?? before;
  if (resource === undefined) return [];
  const common = { type: resource.Type, name: nameOf(id, resource, around) };
  if (before === undefined) return [{ ...common, what: 'new', properties: [] }];
  if (after === undefined) return [{ ...common, what: 'gone', properties: [] }];
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  const properties = names.filter((property) => !isDeepStrictEqual(old[property], now[property]));
  return properties.length === 0 ? [] : [{ ...common, what: 'changed', properties }];
}

function propertiesOf({ Type, Properties = {} }: TemplateResource): Readonly<Record<string, unknown>> {
  if (Type !== 'AWS::Lambda::Function') return Properties;
  const { Code, ...others } = Properties;
  return others;
}

/** Properties that hold a resource's name. */
const NAMES = ['FunctionName', 'TableName', 'KeyspaceName', 'Name', 'LogGroupName', 'TopicName', 'QueueName'];

function nameOf(id: string, { Type, Properties = {} }: TemplateResource, around: StackTemplate['Resources']): string {
  const name = NAMES.map((property) => Properties[property]).find((value) => typeof value === 'string') ?? id;
  if (Type !== 'AWS::Cassandra::Table') return name;
  const { KeyspaceName } = Properties;
  const { Ref = '' } = (KeyspaceName ?? {}) as { readonly Ref?: string };
  const keyspace = typeof KeyspaceName === 'string' ? KeyspaceName : around[Ref]?.Properties?.KeyspaceName;
  return `${keyspace}.${Properties.TableName ?? id}`;
}
