import { CfnOutput } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environment } from '../../core/environment.ts';
import { namesIn } from '../stage.ts';
import { PipelineFunction } from './pipeline-function.ts';

export interface SchemaRegistryProps {
  /** Where schemas are kept. */
  readonly schemaTable: dynamodb.Table;
}

/**
 * The schema registry: a function behind a URL of its own, for callers that sign with IAM alone. They need
 * `lambda:InvokeFunctionUrl` and `lambda:InvokeFunction` on it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
export class SchemaRegistry extends Construct {
  /** @param scope the stack, whose output the URL becomes */
  constructor(scope: Construct, id: string, { schemaTable }: SchemaRegistryProps) {
    super(scope, id);
    const registry = new PipelineFunction(this, 'Function', {
      functionName: namesIn(this).registryFunction,
      description: 'Keeps schemas of Avro, by subject and id, and checks that the next one fits',
      folder: 'registry',
      memoryMb: 512,
      timeoutSeconds: 15,
      environment: { [environment.schemaTable]: schemaTable.tableName },
    });
    registry.allow(
      ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      [schemaTable.tableArn],
    );
    registry.withoutDeadLetters('Called by its address, and nobody invokes it asynchronously');
    const { url } = registry.function.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
    const output = new CfnOutput(this, 'Url', { description: 'Address of the schema registry', value: url });
    output.overrideLogicalId(namesIn(this).registryOutput);
  }
}
