import { CfnCondition, CfnParameter, Fn, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { environment } from '../../core/environment.ts';
import type { Table } from '../../core/table.ts';
import { namesIn } from '../stage.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/**
 * Keyspaces whose tables tell a driver about the cluster and its schema. Without leave to read them none connects.
 * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
 */
const SYSTEM_KEYSPACES = ['system', 'system_schema', 'system_schema_mcs'] as const;

/**
 * How the functions of a stack reach Cassandra: five CloudFormation parameters, whose defaults mean Amazon Keyspaces in the
 * stack's own region, signed with the function's role. Other values lead to any other Cassandra; the template stays the same.
 * One a stack.
 *
 * - `CqlContactPoint` host; empty for Keyspaces. Default: empty
 * - `CqlPort` 1 to 65535. Default: 9142
 * - `CqlTls` `true` or `false`. Default: `true`
 * - `CqlAuth` `sigv4` or `password`. Default: `sigv4`
 * - `CqlSecretArn` secret `{"username","password"}`, needed with `password`, and in it `"ca"` (PEM) where the server's
 *   certificate is of an authority of one's own; a key of its own must let the functions decrypt. Default: empty
 */
export class CqlConnection extends Construct {
  /** Variables of a function that connects. */
  readonly environment: Readonly<Record<string, string>>;
  readonly #secretArn: CfnParameter;
  readonly #hasSecret: CfnCondition;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const stack = Stack.of(this);
    const contactPoint = new CfnParameter(stack, 'CqlContactPoint', {
      description: 'Host of the CQL endpoint; empty for Amazon Keyspaces in this region',
      default: '',
    });
    const port = new CfnParameter(stack, 'CqlPort', {
      description: 'Port of the CQL endpoint',
      type: 'Number',
      default: 9142,
      minValue: 1,
      maxValue: 65_535,
    });
    const tls = new CfnParameter(stack, 'CqlTls', {
      description: 'Whether the connection is encrypted',
      default: 'true',
      allowedValues: ['true', 'false'],
    });
    const auth = new CfnParameter(stack, 'CqlAuth', {
      description: 'sigv4: the role of the function; password: the secret',
      default: 'sigv4',
      allowedValues: ['sigv4', 'password'],
    });
    this.#secretArn = new CfnParameter(stack, 'CqlSecretArn', {
      description: 'ARN of the secret {"username","password"}; empty where there is none',
      default: '',
      allowedPattern: '^(arn:.+)?$',
    });
    Validations.of(stack).acknowledge({
      id: 'CloudFormation-Validate::W2509',
      reason: 'An ARN names a secret and is none: NoEcho would only hide which one is used',
    });
    this.#hasSecret = new CfnCondition(stack, 'HasCqlSecret', {
      expression: Fn.conditionNot(Fn.conditionEquals(this.#secretArn.valueAsString, '')),
    });
    this.environment = {
      [environment.cqlContactPoint]: contactPoint.valueAsString,
      [environment.cqlPort]: port.value.toString(),
      [environment.cqlTls]: tls.valueAsString,
      [environment.cqlAuth]: auth.valueAsString,
      [environment.cqlSecretArn]: this.#secretArn.valueAsString,
    };
  }

  /** Lets the function connect: read what a driver asks about the cluster, and the secret where there is one. */
  grantConnect(client: PipelineFunction): void {
    client.allow(
      ['cassandra:Select'],
      SYSTEM_KEYSPACES.map((keyspace) => this.#arn(`${keyspace}/*`)),
      'A driver reads the tables of a system keyspace that its version knows; they hold no rows of ours',
    );
    new iam.CfnPolicy(client, 'CqlSecret', {
      policyName: 'read-cql-secret',
      policyDocument: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['secretsmanager:GetSecretValue'],
            resources: [this.#secretArn.valueAsString],
          }),
        ],
      }),
      roles: [client.role.roleName],
    }).cfnOptions.condition = this.#hasSecret;
  }

  /** Lets the function connect, and write to these tables. */
  grantWrite(client: PipelineFunction, tables: readonly Table[]): void {
    this.grantConnect(client);
    const { keyspace } = namesIn(this);
    client.allow(
      ['cassandra:Modify'],
      tables.map((table) => this.#arn(`${keyspace(table.keyspace)}/table/${table.name}`)),
    );
  }

  #arn(resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'cassandra', resource: '/keyspace', resourceName });
  }
}
