/** An error that a first deployment to an account is likely to meet, and what to do about it. */
interface Known {
  /** In the words of AWS, of CDK, or of a client. */
  readonly pattern: RegExp;
  readonly says: string;
}

/** In the order in which they are looked for: what names a cause before what names a symptom. */
const known: readonly Known[] = [
  {
    pattern: /service control policy|resource-based policy.*explicit deny/i,
    says: 'A policy of your organisation forbids it (service control policy): ask who runs it, or use an account outside.',
  },
  {
    pattern:
      /token (?:included in the request )?(?:is|has) expired|ExpiredToken|session has expired|SSO session.*(?:expired|invalid)|refresh failed/i,
    says: 'The credentials have run out: aws sso login (with --profile), or new keys. What had begun goes on in CloudFormation.',
  },
  {
    pattern:
      /could not load credentials|unable to resolve (?:aws account|credentials)|need to perform aws calls|CredentialsProviderError/i,
    says: 'There are no credentials: aws configure sso, then --profile; docs/aws.md begins there.',
  },
  {
    pattern: /OptInRequired|SubscriptionRequired|needs a subscription|account is (?:not yet|pending)|not signed up/i,
    says: 'The account is not active yet: a new one takes up to a day, and wants a payment method and a phone number.',
  },
  {
    pattern: /\/cdk-bootstrap\/|has not been bootstrapped|bootstrap stack version/i,
    says: 'CDK is not bootstrapped there, or too old: npx cdk bootstrap aws://<account>/<region>.',
  },
  {
    pattern: /UnreservedConcurrentExecution|decreases account.*concurren/i,
    says: 'A new account has ten concurrent executions of Lambda, and keeps ten unreserved: leave -c concurrency out, or ask for more (Service Quotas, Lambda, "Concurrent executions").',
  },
  {
    pattern: /nodejs24\.x.*(?:not supported|enum value set|is not valid)|runtime.*nodejs24\.x/i,
    says: 'Lambda has no Node 24 in this region yet: take another one.',
  },
  {
    pattern: /ENOTFOUND (?:cassandra|keyspaces?)\.|could not resolve.*(?:cassandra|keyspaces)/i,
    says: 'This region has no Amazon Keyspaces: take another one; docs/aws.md says how to look.',
  },
  {
    pattern: /(?:Unable to fetch parameters|Parameters:) \[.*\/mapping/i,
    says: 'The operations stack reads the ids of the mappings from Systems Manager, where the processing stack puts them: deploy all stacks in one go (--all).',
  },
  {
    pattern: /LimitExceeded.*shard|shard limit|exceed.*(?:shard|stream) (?:limit|quota)/i,
    says: 'The account has no shards left in this region (Service Quotas, Kinesis Data Streams, "Shards per Region").',
  },
  {
    pattern: /ServiceQuotaExceeded|LimitExceededException|quota/i,
    says: 'A quota of the account is used up; Service Quotas in the console of that region names it, and takes requests for more.',
  },
  {
    pattern: /bucket you tried to delete is not empty|BucketNotEmpty/i,
    says: 'Something wrote to the bucket while it was emptied: run it once more with --remove.',
  },
  {
    pattern: /already exists/i,
    says: 'Something of an earlier trial is left, that no stack knows: delete what is named, then --remove.',
  },
  {
    pattern: /Unauthorized.*system|no permissions.*system|cassandra:Select.*system/i,
    says: 'The identity may not read the system tables of Keyspaces, where a driver finds its nodes: cassandra:Select on /keyspace/system*.',
  },
  {
    pattern: /AuthenticationError|Bad credentials|NoHostAvailable.*(?:auth|Unauthorized)/i,
    says: 'Keyspaces did not take the signature: is the clock of this machine right, and the region the same?',
  },
  {
    pattern: /ECONNREFUSED.*9142|ETIMEDOUT.*9142|CqlTimeoutError|NoHostAvailable/i,
    says: 'No session with Keyspaces: port 9142 must be open from here to cassandra.<region>.amazonaws.com.',
  },
  {
    pattern: /TooManyRequests|ConcurrentInvocationLimitExceeded|Rate exceeded/i,
    says: 'Too many at once for this account (ten concurrent executions of Lambda in a new one): wait and try again.',
  },
  {
    pattern: /KMS.*(?:AccessDenied|disabled|not authorized)|KMSInvalidState/i,
    says: 'A KMS key can not be used: the identity of the deployment needs kms:CreateKey, kms:DescribeKey and kms:CreateGrant.',
  },
  {
    pattern: /is not authorized to perform: ([\w:-]+)|AccessDenied|UnauthorizedOperation/i,
    says: 'The identity may not do that. Bootstrapping needs an administrator; deploying needs sts:AssumeRole on the cdk-hnb659fds-* roles; the checks need to read (ReadOnlyAccess) and lambda:InvokeFunction.',
  },
];

/**
 * What an error is about, where it is one that a first deployment to an account meets.
 *
 * @returns a sentence with what to do, or nothing
 */
export function recognise(message: string): string | undefined {
  return known.find(({ pattern }) => pattern.test(message))?.says;
}
