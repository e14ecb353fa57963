import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { CloudConfig } from '../../localstack/config.ts';
import type { Output } from '../output.ts';
import { coloured } from '../output.ts';
import { type Bundle, Bundler, hashOf } from './bundler.ts';
import { type Change, changesBetween, changesText, holdsCode } from './changes.ts';
import { deployedBundles, deployedTemplates } from './deployed.ts';
import { readOwnCode, writeOwnCode } from './own-code.ts';
import type { PlannedFunction } from './plan.ts';
import { readPlan } from './read-plan.ts';
import { Stopwatch } from './stopwatch.ts';
import { typeMistakes } from './type-check.ts';
import { updateCode } from './update-code.ts';

/** What a session works on. */
export interface SessionSettings {
  readonly config: CloudConfig;
  readonly output: Output;
  readonly client: LambdaClient;
  readonly signal: AbortSignal;
  /** CDK context of the deployment, as `key=value`. */
  readonly context: readonly string[];
  readonly stacks: readonly string[];
  /** Functions to keep up to date. */
  readonly functions: readonly PlannedFunction[];
}

/** One time of `caudal dev` on a cloud. What is deployed is looked up each time: a deployment may come between. */
export class Session {
  readonly #settings: SessionSettings;
  readonly #bundler: Bundler;
  readonly #bundled = new Map<string, Bundle>();
  /** What was said of changes that wait for a deployment: once is enough. */
  #said = '';
  /** How often code was updated, by function. */
  readonly updates: Record<string, number> = {};

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#bundler = new Bundler(settings.functions);
  }

  /** Whether a change of these files can matter. */
  concerns(files: Iterable<string>): boolean {
    return [...files].some((file) => this.#bundler.uses(file) || /^(?:pipelines|consumers|infra|schemas)\//.test(file));
  }

  /**
   * Brings the functions up to date, after a change of these files or, without any, at the beginning. What does not bundle, has a
   * mistake in its types or does not load leaves the old code where it is.
   */
  async update(files?: ReadonlySet<string>): Promise<void> {
    const { config, context, functions, signal, stacks } = this.#settings;
    const watch = new Stopwatch();
    const affected = files === undefined ? functions.map((one) => one.functionName) : this.#bundler.affectedBy(files);
    const [errors, mistakes, planned] = await Promise.all([
      watch.time('bundle', () => this.#bundle(affected)),
      watch.time('types', () => typeMistakes(config, signal)),
      watch.time('definitions', () => readPlan(context, signal)),
    ]);
    const inBundles = mistakes.filter(({ file }) => this.#bundler.uses(file)).map(({ text }) => text);
    const unloaded = 'error' in planned ? [planned.error] : [];
    // One mistake, told by all three, is told once.
    const wrong = [errors, inBundles, unloaded].find((found) => found.length > 0) ?? [];
    if (wrong.length > 0) return this.#refuse(wrong);
    const templates = await deployedTemplates(config, stacks);
    if ('plan' in planned && this.#mustWait(changesBetween(templates, planned.plan.templates))) return;
    const bundles = await deployedBundles(config, templates);
    const put = await watch.time('update', () => this.#put(bundles));
    if (put.length > 0) this.#line('green', '✓', `${put.join(', ')}  ${watch.text()}`);
    else if (files !== undefined) this.#line('dim', '·', `no function is another for it  ${watch.text()}`);
  }

  close(): Promise<void> {
    return this.#bundler.close();
  }

  async #bundle(names: readonly string[]): Promise<string[]> {
    const outcomes = await this.#bundler.build(names);
    for (const outcome of outcomes)
      if ('bundle' in outcome) this.#bundled.set(outcome.bundle.functionName, outcome.bundle);
    return [...new Set(outcomes.flatMap((outcome) => ('errors' in outcome ? outcome.errors : [])))];
  }

  /** Updates the functions that run other code than was bundled last. @returns their names */
  async #put(deployed: ReadonlyMap<string, string>): Promise<string[]> {
    const { client, config } = this.#settings;
    let own = await readOwnCode(config);
    const put: string[] = [];
    for (const { functionName: name, text, hash } of this.#bundled.values()) {
      const deployedHash = hashOf(deployed.get(name) ?? '');
      if ((own[name] ?? deployedHash) === hash) continue;
      const { [name]: _, ...others } = own;
      own = hash === deployedHash ? others : { ...others, [name]: hash };
      // Written down before a function has other code, and struck out after it has that of the deployment again.
      if (name in own) await writeOwnCode(config, own);
      await updateCode(client, name, text);
      await writeOwnCode(config, own);
      put.push(name);
      this.updates[name] = (this.updates[name] ?? 0) + 1;
    }
    return put;
  }

  /** Tells what code alone can't change. @returns whether the code has to wait for that */
  #mustWait(changes: readonly Change[]): boolean {
    const waits = changes.some(holdsCode);
    const text = changesText(changes);
    if (text !== this.#said && text !== '') {
      this.#line('yellow', '!', `needs ./caudal deploy${waits ? '; until then the old code stays' : ''}:\n${text}`);
    } else if (waits) {
      this.#line('yellow', '!', 'still needs ./caudal deploy; the old code stays');
    }
    this.#said = text;
    return waits;
  }

  #refuse(errors: readonly string[]): void {
    this.#line('red', '✗', `the old code stays:\n${errors.map((error) => `    ${error}`).join('\n')}`);
  }

  #line(colour: 'green' | 'yellow' | 'red' | 'dim', mark: string, text: string): void {
    const time = new Date().toTimeString().slice(0, 8);
    this.#settings.output.line(`${time}  ${coloured(colour, mark)} ${text}`);
  }
}
