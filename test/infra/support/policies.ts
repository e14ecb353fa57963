import type { Template } from 'aws-cdk-lib/assertions';
import { readable, readableCondition, withoutHash } from './permissions.ts';

/** A statement of a policy, of whatever kind, and where it stands. */
export interface Statement {
  /** Logical id of the resource that holds the policy, without its hash. */
  readonly holder: string;
  /** Its type. */
  readonly type: string;
  readonly effect: string;
  /** `service or account` that may do it; empty for the policies of roles. */
  readonly principal: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** In words; empty where there is none. */
  readonly condition: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Every statement of every policy in a template: of roles, buckets, queues, topics, keys, log groups; and who may call functions. */
export function statementsOf(template: Template): readonly Statement[] {
  const resources = template.toJSON().Resources as Record<string, { readonly Type: string; readonly Properties: Json }>;
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => {
    const place = { holder: withoutHash(id), type: Type };
    if (Type === 'AWS::Lambda::Permission') return [{ ...place, ...invocation(Properties) }];
    const found = documents(Type === 'AWS::Logs::ResourcePolicy' ? parsed(Properties) : Properties);
    if (found.length === 0 && /Policy$|Permission$/.test(Type))
      throw new Error(`${id}, ${Type}, has a policy that nobody reads`);
    return found.map((statement) => ({ ...place, ...statement }));
  });
}

function documents(value: unknown): readonly Omit<Statement, 'holder' | 'type'>[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Statement } = value as { readonly Statement?: readonly Json[] };
  if (Array.isArray(Statement)) return Statement.map(statement);
  return Object.values(value).flatMap(documents);
}

function statement({ Effect, Principal, Action, NotAction, Resource, NotResource, Condition }: Json) {
  if (NotAction ?? NotResource) throw new Error('a statement that says what it leaves out grants what nobody has read');
  return {
    effect: String(Effect),
    principal: principals(Principal).join(' or '),
    actions: [Action].flat().map(String),
    resources: Resource === undefined ? [] : [Resource].flat().map(readable),
    condition: Condition === undefined ? '' : readableCondition(Condition as Parameters<typeof readableCondition>[0]),
  };
}

function invocation({ Action, FunctionName, Principal, SourceArn }: Json) {
  return {
    effect: 'Allow',
    principal: String(Principal),
    actions: [String(Action)],
    resources: [readable(FunctionName)],
    condition: SourceArn === undefined ? '' : `aws:SourceArn ArnLike ${readable(SourceArn)}`,
  };
}

function principals(principal: unknown): readonly string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.values(principal as Json)
    .flat()
    .map(readable);
}

/** The policy of a log group is JSON in a text. */
function parsed({ PolicyDocument }: Json): unknown {
  return JSON.parse(readable(PolicyDocument));
}
