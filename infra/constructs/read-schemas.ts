import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { environment } from '../../core/environment.ts';
import type { PipelineFunction } from './pipeline-function.ts';

/** Lets a function read the schemas that payloads name, from the table of the registry: the registry itself is not on their way. */
export function readSchemas(reader: PipelineFunction, schemaTable: dynamodb.Table): void {
  reader.function.addEnvironment(environment.schemaTable, schemaTable.tableName);
  reader.allow(['dynamodb:BatchGetItem'], [schemaTable.tableArn]);
}
