import type { CdkOptions, CdkPlace } from '../cdk.ts';
import type { RowSource } from '../cql.ts';

/**
 * Where the trial deploys to: the local cloud, or an account of AWS. All other commands know the local cloud alone
 * (`useLocalAws`); `aws-target.ts` is what reaches an account, and no file but `commands/trial.ts` imports it (a test looks).
 */
export interface Target {
  readonly kind: 'local' | 'aws';
  readonly region: string;
  /** How CDK reaches it. */
  readonly place: CdkPlace;
  /** Folder of templates, apart from those of other deployments. */
  readonly templates: string;
  /** How to name it on the command line, after `./caudal trial`. */
  readonly flags: string;
  /** Points the clients of this process at it, and at nothing else. */
  use(): void;
  /**
   * Brings what CDK needs before the first deployment, unless it is there.
   *
   * @returns whether there was anything to do
   * @throws {UserError} when CloudFormation fails
   */
  bootstrap(options: CdkOptions): Promise<boolean>;
  /** Arguments of `cdk deploy` with the CloudFormation parameters of CQL; none where the templates' defaults hold. */
  parameters(): Promise<readonly string[]>;
  /** Opens the tables, as the functions do. @throws what the driver throws when it can't */
  connect(): Promise<RowSource>;
}

/** Every variable of AWS goes from the environment of this process, and those of a target come. */
export function useEnvironment(variables: Readonly<NodeJS.ProcessEnv>): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  for (const [name, value] of Object.entries(variables)) if (name.startsWith('AWS_')) process.env[name] = value;
}
