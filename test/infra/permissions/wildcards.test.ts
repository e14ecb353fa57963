import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { statementsOf } from '../support/policies.ts';
import { wholeApp } from '../support/whole-app.ts';
import { publicGrants, unusedExceptions, wideGrants } from './wildcards.ts';

const { templates } = wholeApp();
const statements = Object.values(templates).flatMap(statementsOf);

describe('wildcards in what is granted', () => {
  it('are none, but for the exceptions with a reason', () => {
    // Name the resource; where AWS has no name for it, say so in wildcards.ts.
    expect(wideGrants(statements)).toEqual([]);
  });

  it('have no exception that nothing needs', () => expect(unusedExceptions(statements)).toEqual([]));

  it('stand for no principal', () => expect(publicGrants(statements)).toEqual([]));
});

describe('the check of wildcards', () => {
  it.each([
    ['an action', { Action: 'dynamodb:*' }, 'dynamodb:* → {StateTable}'],
    ['a resource', { Resource: '*' }, 'dynamodb:PutItem → *'],
    [
      'a part of a name',
      { Resource: 'arn:aws:dynamodb:::table/caudal-*' },
      'dynamodb:PutItem → arn:aws:dynamodb:::table/caudal-*',
    ],
  ])('finds %s that is widened', (_, widened, found) => {
    expect(wideGrants(statementsOf(withGrant(widened)))).toEqual([expect.stringContaining(found)]);
  });

  it('finds a principal that is widened', () => {
    const queue = { Type: 'AWS::SQS::QueuePolicy', Properties: policy({ Principal: '*', Action: 'sqs:SendMessage' }) };
    expect(publicGrants(statementsOf(Template.fromJSON({ Resources: { Queue: queue } })))).toEqual([
      'Queue: everybody may sqs:SendMessage',
    ]);
  });

  it('reads no policy that says what it leaves out', () => {
    const widened = Template.fromJSON({
      Resources: { Policy: { Type: 'AWS::IAM::Policy', Properties: policy({ NotAction: 's3:GetObject' }) } },
    });
    expect(() => statementsOf(widened)).toThrow('grants what nobody has read');
  });
});

/** The processing stack, with the grant of ingest on the state table widened. */
function withGrant(widened: Readonly<Record<string, string>>): Template {
  const json = structuredClone(templates.processing.toJSON());
  const [, ingest] =
    Object.entries<{ Properties: { PolicyDocument: { Statement: { Action: unknown }[] } } }>(json.Resources).find(
      ([id]) => id.startsWith('SensorsIngestRoleDefaultPolicy'),
    ) ?? [];
  const grant = ingest?.Properties.PolicyDocument.Statement.find(({ Action }) => Action === 'dynamodb:PutItem');
  if (grant === undefined) throw new Error('ingest has no grant on the state table');
  Object.assign(grant, widened);
  return Template.fromJSON(json);
}

function policy(statement: Readonly<Record<string, string>>) {
  return { PolicyDocument: { Statement: [{ Effect: 'Allow', Resource: 'arn:aws:x', ...statement }] } };
}
