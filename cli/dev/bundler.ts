import { createHash } from 'node:crypto';
import path from 'node:path';
import { type BuildContext, type BuildFailure, context, type Message } from 'esbuild';
import { bundleFile, bundleSettings, repositoryRoot } from '../../infra/constructs/bundle.ts';
import type { PlannedFunction } from './plan.ts';

/** A bundle as it was made last. */
export interface Bundle {
  readonly functionName: string;
  readonly text: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
}

/** The bundle, or what keeps it from being made, a line each with its place. */
export type BundleOutcome = { readonly bundle: Bundle } | { readonly errors: readonly string[] };

/** Bundles functions again and again, as {@link bundleSettings} has a deployment do; what did not change is not read again. */
export class Bundler {
  readonly #functions: readonly PlannedFunction[];
  readonly #contexts = new Map<string, BuildContext>();
  readonly #inputs = new Map<string, ReadonlySet<string>>();
  readonly #failed = new Set<string>();

  constructor(functions: readonly PlannedFunction[]) {
    this.#functions = functions;
  }

  /** Names of the functions whose last bundle these files were part of, or failed. Paths are relative to the checkout. */
  affectedBy(files: Iterable<string>): string[] {
    const changed = [...files];
    return this.#functions
      .map(({ functionName }) => functionName)
      .filter((name) => this.#failed.has(name) || changed.some((file) => this.#inputs.get(name)?.has(file)));
  }

  /** Whether a file is part of a bundle. */
  uses(file: string): boolean {
    return [...this.#inputs.values()].some((inputs) => inputs.has(file));
  }

  /** Makes the bundles of these functions, one after the other: esbuild itself uses all cores. */
  async build(names: readonly string[]): Promise<BundleOutcome[]> {
    const outcomes: BundleOutcome[] = [];
    for (const name of names) outcomes.push(await this.#buildOne(name));
    return outcomes;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#contexts.values()].map((each) => each.dispose()));
  }

  async #buildOne(functionName: string): Promise<BundleOutcome> {
    try {
      const { outputFiles = [], metafile } = await (await this.#contextOf(functionName)).rebuild();
      this.#inputs.set(functionName, new Set(Object.keys(metafile?.inputs ?? {})));
      this.#failed.delete(functionName);
      const text = outputFiles[0]?.text ?? '';
      return { bundle: { functionName, text, hash: hashOf(text) } };
    } catch (error) {
      const { errors } = error as BuildFailure;
      if (!Array.isArray(errors)) throw error;
      this.#failed.add(functionName);
      return { errors: errors.map(messageText) };
    }
  }

  async #contextOf(functionName: string): Promise<BuildContext> {
    const known = this.#contexts.get(functionName);
    if (known) return known;
    const planned = this.#functions.find((one) => one.functionName === functionName);
    if (!planned) throw new RangeError(`no function ${functionName} is bundled here`);
    const made = await context({
      ...bundleSettings(planned),
      outfile: path.join(repositoryRoot, bundleFile),
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    this.#contexts.set(functionName, made);
    return made;
  }
}

/** SHA-256 of a bundle's text, hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function messageText({ text, location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}  ${text}` : text;
}
