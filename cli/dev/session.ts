import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { CloudConfig } from '../../localstack/config.ts';
import type { Output } from '../output.ts';
import { coloured } from '../output.ts';
import { type Bundle, Bundler, hashOf } from './bundler.ts';
import { changesBetween, changesText, holdsCode } from './changes.ts';
import { deployedBundles, deployedTemplates } from './deployed.ts';
import { readOwnCode, writeOwnCode } from './own-code.ts';
import type { Plan, PlannedFunction } from './plan.ts';
import { type PlanOutcome, readPlan } from './read-plan.ts';
import { Stopwatch } from './stopwatch.ts';
import { type TypeMistake, typeMistakes } from './type-check.ts';
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

/** What was found of the sources as they are now. */
interface Findings {
  /** Lines about what does not bundle. */
  readonly errors: readonly string[];
  readonly mistakes: readonly TypeMistake[];
  readonly planned: PlanOutcome;
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

  /** Brings the functions up to date with sources that changed before. What does is left alone at once, without a look at types. */
  async begin(plan: Plan): Promise<void> {
    const { config, functions, signal } = this.#settings;
    const watch = new Stopwatch();
    const errors = await watch.time('bundle', () => this.#bundle(functions.map((one) => one.functionName)));
    const isStale = (await this.#stale()).length > 0;
    const mistakes = isStale ? await watch.time('types', () => typeMistakes(config, signal)) : [];
    await this.#bring(watch, { errors, mistakes, planned: { plan } });
  }

  /**
   * Brings the functions up to date after a change of these files. What does not bundle, has a mistake in its types or does not
   * load leaves the old code where it is.
   */
  async update(files: ReadonlySet<string>): Promise<void> {
    const { config, context, signal } = this.#settings;
    const watch = new Stopwatch();
    const [errors, mistakes, planned] = await Promise.all([
      watch.time('bundle', () => this.#bundle(this.#bundler.affectedBy(files))),
      watch.time('types', () => typeMistakes(config, signal)),
      watch.time('definitions', () => readPlan(context, signal)),
    ]);
    const put = await this.#bring(watch, { errors, mistakes, planned });
    if (put === 0) this.#line('dim', '·', `no function is another for it  ${watch.text()}`);
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

  /** @returns how many functions have new code; undefined where something kept them from it */
  async #bring(watch: Stopwatch, { errors, mistakes, planned }: Findings): Promise<number | undefined> {
    const inBundles = mistakes.filter(({ file }) => this.#bundler.uses(file)).map(({ text }) => text);
    const unloaded = 'error' in planned ? [planned.error] : [];
    // One mistake, told by all three, is told once.
    const wrong = [errors, inBundles, unloaded].find((found) => found.length > 0);
    if (wrong) this.#refuse(wrong);
    if (wrong || !('plan' in planned) || (await this.#mustWait(planned.plan))) return undefined;
    const put = await watch.time('update', () => this.#put());
    if (put.length > 0) this.#line('green', '✓', `${put.join(', ')}  ${watch.text()}`);
    return put.length;
  }

  /** What was bundled last and is not what its function runs. `isDeployed`: the last deployment gave it just that. */
  async #stale(): Promise<(Bundle & { readonly isDeployed: boolean })[]> {
    const { config, stacks } = this.#settings;
    const [deployed, own] = await Promise.all([
      deployedTemplates(config, stacks).then((templates) => deployedBundles(config, templates)),
      readOwnCode(config),
    ]);
    return [...this.#bundled.values()].flatMap((bundle) => {
      const deployedHash = hashOf(deployed.get(bundle.functionName) ?? '');
      const isRunning = (own[bundle.functionName] ?? deployedHash) === bundle.hash;
      return isRunning ? [] : [{ ...bundle, isDeployed: bundle.hash === deployedHash }];
    });
  }

  /** Updates the functions that run other code than was bundled last. @returns their names */
  async #put(): Promise<string[]> {
    const { client, config } = this.#settings;
    const stale = await this.#stale();
    for (const { functionName: name, text, hash, isDeployed } of stale) {
      const { [name]: _, ...others } = await readOwnCode(config);
      // Written down before a function has other code, and struck out after it has that of the deployment again.
      if (!isDeployed) await writeOwnCode(config, { ...others, [name]: hash });
      await updateCode(client, name, text);
      if (isDeployed) await writeOwnCode(config, others);
      this.updates[name] = (this.updates[name] ?? 0) + 1;
    }
    return stale.map(({ functionName }) => functionName);
  }

  /** Tells what code alone can't change. @returns whether the code has to wait for that */
  async #mustWait({ templates }: Plan): Promise<boolean> {
    const { config, stacks } = this.#settings;
    const changes = changesBetween(await deployedTemplates(config, stacks), templates);
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
