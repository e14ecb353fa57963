import type { CloudConfig } from '../localstack/config.ts';
import { bootstrapCloud } from './bootstrap.ts';
import { type CdkOptions, runCdk, templatesFolder } from './cdk.ts';
import { putCqlSecret } from './cql-secret.ts';
import { restoreDeployedCode } from './dev/restore-code.ts';
import { lastOutputs, outputsFile, type StackOutputs } from './outputs-file.ts';
import { contextInStage, stageNames } from './stage.ts';

/** What a deployment came to. */
export interface Deployed {
  readonly outputs: StackOutputs;
  /** How long each phase took, in seconds; the first three run side by side. */
  readonly seconds: Readonly<Record<'bootstrap' | 'secret' | 'synth' | 'deploy', number>>;
}

/** How a deployment differs from the next one. */
export interface DeployOptions extends CdkOptions {
  /** CDK context, as `key=value`. @default that of `cdk.json` alone */
  readonly context?: readonly string[];
}

/**
 * Makes the templates and bundles. Needs no cloud, so it can run while one starts.
 *
 * @throws {UserError} when the CDK app fails
 */
export async function synthesize(config: CloudConfig, options: DeployOptions = {}): Promise<void> {
  const context = contextInStage(options.context).flatMap((pair) => ['--context', pair]);
  await runCdk(config, ['synth', '--quiet', '--output', templatesFolder(config), ...context], options);
}

/**
 * Deploys the stacks to a cloud that runs: bootstrap where it lacks, the secret of Cassandra, then `cdk deploy` with the
 * parameters that make the difference between this target and AWS. Deployed again, only what changed is touched.
 *
 * @param synthesized a {@link synthesize} under way @default one is begun here
 * @throws {UserError} when CDK or CloudFormation fails
 */
export async function deployCloud(
  config: CloudConfig,
  options: DeployOptions = {},
  synthesized: Promise<void> = synthesize(config, options),
): Promise<Deployed> {
  const [bootstrap, secret, synth] = await Promise.all([
    timed(bootstrapCloud(config, options.signal)),
    timed(putCqlSecret(config)),
    timed(synthesized),
  ]);
  const deploy = await timed(
    runCdk(
      config,
      [
        'deploy',
        '--all',
        ...['--app', templatesFolder(config)],
        ...['--require-approval', 'never'],
        ...['--method', 'direct'],
        ...['--concurrency', '4'],
        ...['--progress', 'events'],
        ...['--outputs-file', outputsFile(config)],
        ...localCqlParameters(config, secret.value),
      ],
      options,
    ),
  );
  await restoreDeployedCode(config, Object.values(stageNames().stacks));
  return {
    outputs: (await lastOutputs(config)) ?? {},
    seconds: { bootstrap: bootstrap.seconds, secret: secret.seconds, synth: synth.seconds, deploy: deploy.seconds },
  };
}

/** Where the functions find the local Cassandra, for each stack that asks: arguments of `cdk deploy`. */
export function localCqlParameters(config: CloudConfig, secretArn: string): string[] {
  const values = {
    CqlContactPoint: '127.0.0.1',
    CqlPort: config.ports.cassandra,
    CqlTls: false,
    CqlAuth: 'password',
    CqlSecretArn: secretArn,
  };
  return [stageNames().stacks.processing, stageNames().stacks.operations].flatMap((stack) =>
    Object.entries(values).flatMap(([name, value]) => ['--parameters', `${stack}:${name}=${value}`]),
  );
}

async function timed<T>(work: Promise<T>): Promise<{ value: T; seconds: number }> {
  const begun = performance.now();
  const value = await work;
  return { value, seconds: Math.round((performance.now() - begun) / 100) / 10 };
}
