import { expect, test } from 'vitest';
import { dataPermissions, roleStatements, schemaPermissions } from '../../../localstack/services/cassandra-roles.ts';

test('a role can log in only once it has its permissions, and no others', () => {
  const statements = roleStatements({ username: 'caudal', password: 'secret' }, dataPermissions);
  expect(statements).toEqual([
    "CREATE ROLE IF NOT EXISTS caudal WITH SUPERUSER = false AND LOGIN = false AND PASSWORD = 'secret'",
    'REVOKE ALL PERMISSIONS ON ALL KEYSPACES FROM caudal',
    'GRANT SELECT ON ALL KEYSPACES TO caudal',
    'GRANT MODIFY ON ALL KEYSPACES TO caudal',
    'ALTER ROLE caudal WITH LOGIN = true',
  ]);
});

test('the role of the Keyspaces API may change schemas', () => {
  const statements = roleStatements({ username: 'caudal_schema', password: 'secret' }, schemaPermissions);
  expect(statements).toContain('GRANT ALL PERMISSIONS ON ALL KEYSPACES TO caudal_schema');
});
