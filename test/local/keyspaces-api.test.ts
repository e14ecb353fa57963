import { describe, expect, it } from 'vitest';
import { aws, caudal } from './support/caudal.ts';

const keyspaces = <T = unknown>(...args: string[]): Promise<T> => aws<T>('keyspaces', ...args);

/** Runs a command that has to fail, and gives what the AWS CLI says. */
async function refusal(...args: string[]): Promise<string> {
  const { code, stderr } = await caudal(['aws', 'keyspaces', ...args]);
  expect(code).not.toBe(0);
  return stderr;
}

describe('the Keyspaces API, by the AWS CLI', () => {
  const inKeyspace = ['--keyspace-name', 'api_lab'];
  const table = [...inKeyspace, '--table-name', 'places'];

  it('makes a keyspace, a type, and a table with a column of it, which are active at once', async () => {
    await keyspaces('create-keyspace', ...inKeyspace);
    const fields = ['name=street,type=text', 'name=zip,type=varchar'];
    const made = await keyspaces(
      'create-type',
      ...inKeyspace,
      '--type-name',
      'Address',
      '--field-definitions',
      ...fields,
    );
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
    await keyspaces('create-table', ...table, '--schema-definition', JSON.stringify(schema), ...settings);
    expect(await keyspaces('get-table', ...table)).toMatchObject({
      status: 'ACTIVE',
      schemaDefinition: {
        allColumns: expect.arrayContaining(schema.allColumns),
        clusteringKeys: schema.clusteringKeys,
        staticColumns: schema.staticColumns,
      },
      comment: { message: 'lab' },
      clientSideTimestamps: { status: 'ENABLED' },
    });
    expect(await keyspaces('get-type', ...inKeyspace, '--type-name', 'address')).toMatchObject({
      status: 'ACTIVE',
      directReferringTables: ['places'],
      fieldDefinitions: [
        { name: 'street', type: 'text' },
        { name: 'zip', type: 'text' },
      ],
    });
  });

  it('answers with the codes and the words of AWS', async () => {
    expect(await refusal('delete-type', ...inKeyspace, '--type-name', 'address')).toContain('(ConflictException)');
    expect(await refusal('get-table', ...inKeyspace, '--table-name', 'none')).toContain('(ResourceNotFoundException)');
    expect(await refusal('create-keyspace', '--keyspace-name', 'a-b')).toContain(
      "(ValidationException) when calling the CreateKeyspace operation: 1 validation error detected: Value 'a-b' at 'keyspaceName'",
    );
    expect(await refusal('get-table-auto-scaling-settings', ...table)).toContain('is not supported locally');
  });

  it('deletes a keyspace with all that is in it; who waits for that sees it gone', async () => {
    await keyspaces('delete-keyspace', ...inKeyspace);
    expect(await refusal('get-keyspace', ...inKeyspace)).toContain('(ResourceNotFoundException)');
  });
});
