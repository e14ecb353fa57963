import { expect, it } from 'vitest';
import { recognise } from '../../../../cli/trial/recognise.ts';

/** In the words of AWS, CDK and the clients, and a word of what is said about it. */
const errors: readonly (readonly [message: string, says: RegExp])[] = [
  ['CredentialsProviderError: Could not load credentials from any providers', /aws configure sso/],
  [
    'Unable to resolve AWS account to use. It must be either configured when you define your CDK Stack',
    /no credentials/,
  ],
  ['ExpiredTokenException: The security token included in the request is expired', /aws sso login/],
  [
    'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized to perform: lambda:GetAccountSettings on resource: * because no identity-based policy allows it',
    /may not do that/,
  ],
  [
    'is not authorized to perform: cassandra:Create with an explicit deny in a service control policy',
    /policy of your organisation/,
  ],
  [
    'SSM parameter /cdk-bootstrap/hnb659fds/version not found. Has the environment been bootstrapped?',
    /not bootstrapped/,
  ],
  [
    "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].",
    /ten concurrent executions/,
  ],
  ["Value nodejs24.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set", /no Node 24/],
  ['getaddrinfo ENOTFOUND cassandra.eu-south-2.amazonaws.com', /no Amazon Keyspaces/],
  [
    'Unable to fetch parameters [/trial/caudal/sensors/mapping] from parameter store for this account',
    /all stacks in one go/,
  ],
  ['LimitExceededException: This request would exceed the shard limit for the account 1', /no shards left/],
  ['The bucket you tried to delete is not empty', /--remove/],
  ['trial-caudal-state already exists in stack arn:aws:cloudformation:…', /earlier trial is left/],
  ['Unauthorized: User arn:aws:iam::1:user/a has no permissions on system.peers', /system tables of Keyspaces/],
  ['connect ETIMEDOUT 3.83.168.30:9142', /port 9142/],
  ['TooManyRequestsException: Rate Exceeded.', /wait and try again/],
  ['OptInRequired: The AWS Access Key Id needs a subscription for the service', /not active yet/],
];

it.each(errors)('knows %s', (message, says) => {
  expect(recognise(message)).toMatch(says);
});

it('says nothing of what it does not know', () => {
  expect(recognise('TypeError: x is not a function')).toBeUndefined();
});
