import { type App, Aspects } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPackProps, ServerlessChecks } from 'cdk-nag';

/**
 * Holds every resource of the app against the rules of cdk-nag, those for AWS solutions and those for serverless ones. What is
 * found and not acknowledged (`infra/constructs/acknowledge.ts`) becomes an error or a warning of the synthesis.
 *
 * @see https://github.com/cdklabs/cdk-nag
 */
export function checkWithNag(app: App, props: NagPackProps = {}): void {
  for (const pack of [new AwsSolutionsChecks(props), new ServerlessChecks(props)]) Aspects.of(app).add(pack);
}
