import path from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { connectCql } from '../../functions/clients/cql/connect.ts';
import { cqlSettings } from '../../functions/clients/cql/settings.ts';
import type { CloudConfig } from '../../localstack/config.ts';
import { runCdkAt } from '../cdk.ts';
import { exitCodes, UserError } from '../errors.ts';
import { rowSource } from './row-source.ts';
import { type Target, useEnvironment } from './target.ts';
import { toolkitIsThere } from './toolkit.ts';

/** Which account and region are meant; what is left out is as the shell and `~/.aws` have it. */
export interface AwsOptions {
  readonly region?: string;
  readonly profile?: string;
}

/** Who one is, and where. */
export interface Account {
  readonly account: string;
  readonly arn: string;
}

/** Credentials of the shell; a profile that is named goes before them. */
const SHELL_CREDENTIALS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/**
 * An account of AWS, with the credentials that the AWS CLI and the SDKs find: environment, `~/.aws`, SSO. The only place
 * of the command line from which an account can be reached; it is for `caudal trial` alone.
 *
 * @throws {UserError} where the shell points at a local cloud, or no region is to be found
 */
export async function awsTarget(config: CloudConfig, options: AwsOptions): Promise<Target> {
  const environment = awsVariables(process.env, options);
  useEnvironment(environment);
  const sts = new STSClient({});
  const region = await sts.config.region().catch((cause: unknown) => {
    throw new UserError('There is no region: neither --region nor AWS_REGION nor the profile names one', {
      hint: './caudal trial --region us-east-1',
      exitCode: exitCodes.usage,
      cause,
    });
  });
  const variables = { ...environment, AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const place = {
    environment: { ...variables, CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' },
    hint: 'CloudFormation > Stacks > Events in the console of that region shows the same.',
  };
  return {
    kind: 'aws',
    region,
    place,
    templates: path.join(path.dirname(config.tools), 'trial.out'),
    flags: `${options.profile ? ` --profile ${options.profile}` : ''} --region ${region}`,
    use: () => useEnvironment(variables),
    async bootstrap(cdk) {
      if (await toolkitIsThere()) return false;
      const { account } = await callerIdentity();
      await runCdkAt(place, ['bootstrap', `aws://${account}/${region}`], cdk);
      return true;
    },
    // The defaults of the templates are those of AWS: Keyspaces of this region, TLS, SigV4.
    parameters: async () => [],
    async connect() {
      const client = await connectCql(cqlSettings({ AWS_REGION: region }), {
        password: () => Promise.reject(new Error('Keyspaces is signed in to, without a password')),
        credentials: () => sts.config.credentials(),
      });
      return rowSource(client);
    },
  };
}

/** Account and identity of the credentials in use. @throws what STS or the chain of credentials throws */
export async function callerIdentity(): Promise<Account> {
  const sts = new STSClient({});
  try {
    const { Account: account = '', Arn: arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
    return { account, arn };
  } finally {
    sts.destroy();
  }
}

/**
 * The environment in which an account is reached.
 *
 * @throws {UserError} where an endpoint is set: then it would not be AWS that answers
 */
export function awsVariables(env: Readonly<NodeJS.ProcessEnv>, { region, profile }: AwsOptions): NodeJS.ProcessEnv {
  const endpoint = Object.keys(env).find((name) => name.startsWith('AWS_ENDPOINT_URL') && env[name]);
  if (endpoint !== undefined) {
    throw new UserError(`${endpoint} is ${env[endpoint]}: this shell does not point at AWS`, {
      hint: 'Unset it (./caudal env sets it), or try the local cloud: ./caudal trial --local',
      exitCode: exitCodes.usage,
    });
  }
  const kept = Object.entries(env).filter(([name]) => profile === undefined || !SHELL_CREDENTIALS.includes(name));
  return {
    ...Object.fromEntries(kept),
    ...(profile !== undefined && { AWS_PROFILE: profile }),
    ...(region !== undefined && { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}
