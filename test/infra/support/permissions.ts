import type { Template } from 'aws-cdk-lib/assertions';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What every function may do: log, and send traces. @param group logical id of its log group */
export function logsAndTraces(group: string): readonly string[] {
  return [
    `Allow logs:CreateLogStream → {${group}}`,
    `Allow logs:PutLogEvents → {${group}}`,
    'Allow xray:PutTelemetryRecords → *',
    'Allow xray:PutTraceSegments → *',
  ];
}

/** Everything that the role of a function may do: `effect action → resource`, sorted, one line a pair. */
export function permissionsOf(template: Template, functionName: string): readonly string[] {
  const [fn] = Object.values(
    template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: functionName } }),
  );
  return permissionsOfRole(template, fn?.Properties.Role['Fn::GetAtt'][0]);
}

/** The same of a role, by its logical id. */
export function permissionsOfRole(template: Template, role: string): readonly string[] {
  const { ManagedPolicyArns, Policies } = template.findResources('AWS::IAM::Role')[role]?.Properties ?? {};
  if (ManagedPolicyArns ?? Policies) throw new Error(`the role ${role} has policies that this list would miss`);
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ Condition, Properties }) => {
      const when = Condition === undefined ? '' : ` if ${Condition}`;
      return (Properties.PolicyDocument.Statement as Statement[]).flatMap((statement) => lines(statement, when));
    })
    .sort();
}

function lines({ Effect, Action, Resource, Condition }: Statement, when: string): string[] {
  const condition = Condition === undefined ? '' : ` where ${readableCondition(Condition)}`;
  return [Action]
    .flat()
    .flatMap((action) =>
      [Resource].flat().map((resource) => `${Effect} ${action} → ${readable(resource)}${condition}${when}`),
    );
}

/** `kms:ViaService StringEquals kinesis.{AWS::Region}.amazonaws.com`. */
export function readableCondition(condition: NonNullable<Statement['Condition']>): string {
  return Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]) => `${key} ${operator} ${[value].flat().map(readable).join(' or ')}`),
    )
    .join(' and ');
}

/** An ARN with its intrinsics as a person would write it: account and region left out, other resources by their ids. */
export function readable(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, operand] = []] = Object.entries(value as Record<string, unknown>);
  if (name === 'Ref') return `{${withoutHash(String(operand))}}`;
  if (name === 'Fn::GetAtt') return `{${withoutHash(String((operand as string[])[0]))}}`;
  if (name === 'Fn::ImportValue') return `{${imported(String(operand))}}`;
  if (name === 'Fn::Join') {
    const [separator, parts] = operand as [string, unknown[]];
    return parts
      .map(readable)
      .join(separator)
      .replace(/^arn:\{AWS::Partition\}:(\w+):\{AWS::Region\}:\{AWS::AccountId\}:/, '$1:');
  }
  throw new Error(`no reading for ${JSON.stringify(value)}`);
}

/** `caudal-storage:ExportsOutputFnGetAttStateTable962DE04CArn7CB9931F` → `StateTable`. */
function imported(exportName: string): string {
  return withoutHash(exportName.replace(/^.*:ExportsOutput(FnGetAtt|Ref)/, '').replace(/(Arn)?[0-9A-F]{8}$/, ''));
}

/** `StateTable962DE04C` → `StateTable`. */
export function withoutHash(logicalId: string): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}
