import { expect, test } from 'vitest';
import { applicationRole } from '../../../localstack/services/cassandra-roles.ts';

test('the role can log in only once it has its permissions', () => {
  const statements = applicationRole({ username: 'caudal', password: 'secret' });
  expect(statements[0]).toBe(
    "CREATE ROLE IF NOT EXISTS caudal WITH SUPERUSER = false AND LOGIN = false AND PASSWORD = 'secret'",
  );
  const login = statements.findIndex((statement) => statement.includes('LOGIN = true'));
  const grant = statements.findIndex((statement) => statement.startsWith('GRANT'));
  expect(grant).toBeGreaterThan(0);
  expect(login).toBe(statements.length - 1);
});
