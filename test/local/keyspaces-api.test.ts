import { describe, expect, it } from 'vitest';
import { aws } from './support/caudal.ts';
import { keyspaces } from './support/keyspaces.ts';

const cli = <T = unknown>(...args: string[]): Promise<T> => aws<T>('keyspaces', ...args);

/** The code and the message of an operation that has to fail. */
async function refusal(operation: string, request: object): Promise<string> {
  const { status, body } = await keyspaces(operation, request);
  expect(status).toBeGreaterThanOrEqual(400);
  return `${body.__type}: ${body.message}`;
}

describe('the Keyspaces API', () => {
  const inKeyspace = ['--keyspace-name', 'api_lab'];
  const table = [...inKeyspace, '--table-name', 'places'];

  it('makes a keyspace, a type, and a table with a column of it, which are active at once', async () => {
    await cli('create-keyspace', ...inKeyspace);
    const fields = ['name=street,type=text', 'name=zip,type=varchar'];
    const made = await cli('create-type', ...inKeyspace, '--type-name', 'Address', '--field-definitions', ...fields);
    expect(made).toMatchObject({ typeName: 'address' });
    const schema = {
      allColumns: [
        { name: 'id', type: 'text' },
        { name: 'ts', type: 'timestamp' },
        { name: 'home', type: 'frozen<address>' },
        { name: 'label', type: 'text' },
      ],
      partitionKeys: [{ name: 'id' }],
      clusteringKeys: [{ name: 'ts', orderBy: 'DESC' }],
      staticColumns: [{ name: 'label' }],
    };
    const settings = ['--comment', 'message=lab', '--client-side-timestamps', 'status=ENABLED'];
    await cli('create-table', ...table, '--schema-definition', JSON.stringify(schema), ...settings);
    expect(await cli('get-table', ...table)).toMatchObject({
      status: 'ACTIVE',
      schemaDefinition: {
        allColumns: expect.arrayContaining(schema.allColumns),
        clusteringKeys: schema.clusteringKeys,
        staticColumns: schema.staticColumns,
      },
      comment: { message: 'lab' },
      clientSideTimestamps: { status: 'ENABLED' },
    });
    expect(await cli('get-type', ...inKeyspace, '--type-name', 'address')).toMatchObject({
      status: 'ACTIVE',
      directReferringTables: ['places'],
      fieldDefinitions: [
        { name: 'street', type: 'text' },
        { name: 'zip', type: 'text' },
      ],
    });
  });

  it('answers with the codes and the words of AWS', async () => {
    const type = { keyspaceName: 'api_lab', typeName: 'address' };
    expect(await refusal('DeleteType', type)).toContain('ConflictException');
    expect(await refusal('GetTable', { keyspaceName: 'api_lab', tableName: 'none' })).toContain(
      'ResourceNotFoundException',
    );
    expect(await refusal('CreateKeyspace', { keyspaceName: 'a-b' })).toContain(
      "ValidationException: 1 validation error detected: Value 'a-b' at 'keyspaceName' failed to satisfy constraint",
    );
    const table = { keyspaceName: 'api_lab', tableName: 'places' };
    expect(await refusal('GetTableAutoScalingSettings', table)).toContain('is not supported locally');
  });

  it('deletes a keyspace with all that is in it; who waits for that sees it gone', async () => {
    await cli('delete-keyspace', ...inKeyspace);
    expect(await refusal('GetKeyspace', { keyspaceName: 'api_lab' })).toContain('ResourceNotFoundException');
  });
});
