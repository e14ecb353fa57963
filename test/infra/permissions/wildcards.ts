import type { Statement } from '../support/policies.ts';

/** Where a wildcard stays, and why; as `actions → resource`. */
const exceptions: readonly { readonly grant: RegExp; readonly reason: string }[] = [
  {
    grant: /^xray:(PutTelemetryRecords|PutTraceSegments) → \*$/,
    reason: 'X-Ray has no resources that one could name for these two',
  },
  {
    grant: /^cassandra:Select → cassandra:\/keyspace\/(system|system_schema|system_schema_mcs)\/\*$/,
    reason: 'which tables of a system keyspace a driver reads depends on its version, and none holds rows of ours',
  },
  {
    grant:
      /^s3:PutObject → \{OperationsBucket\}\/(acknowledgements|oversized|aws\/lambda|consumers\/[a-z-]+)\/([a-z]+\/)?\*$/,
    reason: 'objects are named when they are made; the folder is what is granted',
  },
  {
    grant: /^secretsmanager:GetSecretValue → secretsmanager:secret:[a-z/]+-\?{6}$/,
    reason: 'Secrets Manager adds a hyphen and six characters of its own to the name of a secret',
  },
  {
    grant: /^kms:\* → \*$/,
    reason:
      'the policy of a key, in which * is the key itself, has to leave it to the account: else nobody could change it again',
  },
  {
    grant: /^kms:(Decrypt|GenerateDataKey\*) → \*$/,
    reason:
      'in the policy of a key, * is the key itself; the second action is what aws-cdk-lib lets a publisher to a topic do',
  },
];

/** Grants with a wildcard, as `holder: action → resource`, that no exception covers; a denial may be as wide as it likes. */
export function wideGrants(statements: readonly Statement[]): readonly string[] {
  return wildcards(statements)
    .filter(({ grant }) => !exceptions.some((exception) => exception.grant.test(grant)))
    .map(({ holder, grant }) => `${holder}: ${grant}`);
}

/** Exceptions that nothing needs. */
export function unusedExceptions(statements: readonly Statement[]): readonly string[] {
  const grants = wildcards(statements).map(({ grant }) => grant);
  return exceptions.filter(({ grant }) => !grants.some((each) => grant.test(each))).map(({ reason }) => reason);
}

/** Grants to everybody, with a wildcard for the principal. */
export function publicGrants(statements: readonly Statement[]): readonly string[] {
  return statements
    .filter(({ effect, principal }) => effect === 'Allow' && /\*/.test(principal))
    .map(({ holder, actions }) => `${holder}: everybody may ${actions.join(', ')}`);
}

function wildcards(statements: readonly Statement[]): readonly { readonly holder: string; readonly grant: string }[] {
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ holder, actions, resources }) =>
      actions.flatMap((action) =>
        (resources.length === 0 ? ['itself'] : resources).map((resource) => ({
          holder,
          grant: `${action} → ${resource}`,
        })),
      ),
    )
    .filter(({ grant }) => /[*?]/.test(grant));
}
