import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { INagLogger, NagLoggerNonComplianceData, NagLoggerSuppressedData } from 'cdk-nag';
import archive from '../../../cli/new/templates/consumer.ts';
import type { Consumer } from '../../../core/consumer.ts';
import type { CaudalStacks } from '../../../infra/caudal.ts';
import { checkWithNag } from '../../../infra/nag.ts';
import { pipelines } from '../../../pipelines/index.ts';
import { factory, stacksOf } from './analysed.ts';
import { orders, people } from './pulling.ts';
import type { CaudalTemplates } from './synth.ts';

/** What cdk-nag held against the app and nobody acknowledged, and what somebody did. */
export interface NagFindings {
  readonly open: readonly string[];
  /** `rule reason`, each once. */
  readonly acknowledged: ReadonlySet<string>;
}

export interface WholeApp {
  readonly stacks: CaudalStacks;
  readonly templates: CaudalTemplates;
  readonly nag: NagFindings;
}

const made = new Map<string, WholeApp>();

/**
 * All that Caudal can deploy at once, made once for all test files: every pipeline with the examples, one with windows, enhanced
 * fan-out and a stream of alerts, one that fetches by HTTP and one from a database, a further consumer, mails and a webhook; held against
 * cdk-nag on the way.
 */
export function wholeApp(context: Record<string, unknown> = {}): WholeApp {
  const key = JSON.stringify(context);
  const app = made.get(key) ?? synthesize(context);
  made.set(key, app);
  return app;
}

function synthesize(context: Record<string, unknown>): WholeApp {
  const chosen = { alertEmail: 'a@example.org', alertWebhookSecret: 'caudal/slack', 'factory.fanOut': 'all' };
  const all = [...pipelines, factory, people, orders];
  const stacks = stacksOf(all, { ...chosen, ...context }, [archive as Consumer]);
  const { root } = stacks.storage.node;
  if (!App.isApp(root)) throw new Error('the stacks are in no app');
  const open: string[] = [];
  const acknowledged = new Set<string>();
  checkWithNag(root, { reports: false, additionalLoggers: [recorder(open, acknowledged)] });
  const assembly = root.synth();
  const template = ({ stackName }: { readonly stackName: string }) =>
    Template.fromJSON(assembly.getStackByName(stackName).template as Record<string, unknown>);
  const templates = {
    storage: template(stacks.storage),
    streams: template(stacks.streams),
    processing: template(stacks.processing),
    operations: template(stacks.operations),
  };
  return { stacks, templates, nag: { open, acknowledged } };
}

function recorder(open: string[], acknowledged: Set<string>): INagLogger {
  const nothing = () => undefined;
  return {
    onCompliance: nothing,
    onNotApplicable: nothing,
    onError: (data) => open.push(`${data.ruleId} could not look at ${data.resource.node.path}: ${data.errorMessage}`),
    onSuppressedError: nothing,
    onNonCompliance: ({ ruleId, findingId, resource, ruleInfo }: NagLoggerNonComplianceData) =>
      open.push(`${ruleId} ${findingId} at ${resource.node.path}: ${ruleInfo}`),
    onSuppressed: ({ ruleId, suppressionReason }: NagLoggerSuppressedData) =>
      acknowledged.add(`${ruleId} ${suppressionReason.replace(/^\[.*\] /, '')}`),
  };
}
