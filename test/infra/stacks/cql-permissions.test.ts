import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { cqlShare, cqlTimeouts } from '../../../functions/clients/cql/timeouts.ts';
import { pipelines } from '../../../pipelines/index.ts';
import { permissionsOf } from '../support/permissions.ts';
import { caudalStacks, templatesFrom } from '../support/synth.ts';

const { processing, operations } = templatesFrom(caudalStacks({}, pipelines));

const functions = [processing, operations].flatMap((template) =>
  Object.values(template.findResources('AWS::Lambda::Function'))
    .filter(({ Properties }) => Properties.FunctionName !== undefined)
    .map(({ Properties }) => ({ template, properties: Properties, name: String(Properties.FunctionName) })),
);
const clients = functions.filter(({ properties }) => properties.Environment?.Variables?.CAUDAL_CQL_PORT !== undefined);

const cqlPermissions = (template: Template, name: string): string[] =>
  permissionsOf(template, name).flatMap((line) => line.match(/cassandra:\w+ → .*/) ?? []);

describe('what functions may do in Keyspaces', () => {
  it.each(functions.map(({ name, template }) => [name, template] as const))(
    '%s: rows, never schemas',
    (name, template) => {
      for (const permission of cqlPermissions(template, name)) {
        expect(permission).toMatch(
          /^cassandra:(Select → cassandra:\/keyspace\/system(_schema|_schema_mcs)?\/\*|Modify → cassandra:\/keyspace\/\w+\/table\/\w+)$/,
        );
      }
    },
  );

  it.each(clients.map(({ name, template }) => [name, template] as const))(
    '%s reads what a driver asks about the cluster',
    (name, template) => {
      const reads = cqlPermissions(template, name).filter((permission) => permission.includes('Select'));
      expect(reads).toEqual(
        ['system', 'system_schema', 'system_schema_mcs'].map((of) => `cassandra:Select → cassandra:/keyspace/${of}/*`),
      );
    },
  );

  it('is nothing at all where a function has no CQL settings', () => {
    const others = functions.filter((one) => !clients.includes(one));
    expect(clients.length).toBeGreaterThan(pipelines.length);
    expect(others.flatMap(({ template, name }) => cqlPermissions(template, name))).toEqual([]);
  });
});

describe('time for CQL', () => {
  it.each(clients.map(({ name, properties }) => [name, Number(properties.Timeout)] as const))(
    '%s: a dead connection, a new one and a second try fit its %i s',
    (_, seconds) => {
      const { connectMs, readMs } = cqlTimeouts(seconds * 1000);
      expect(2 * (connectMs + readMs)).toBeLessThanOrEqual(cqlShare(seconds * 1000));
      expect(cqlShare(seconds * 1000)).toBeLessThan(seconds * 1000);
    },
  );
});
