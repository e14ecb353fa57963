import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as Esbuild from 'esbuild';
import type { WireFormat } from '../../core/wire.ts';

/** Root of the checkout. Every path in a bundle is relative to it, so that a bundle is the same on every machine. */
export const repositoryRoot = path.resolve(import.meta.dirname, '../..');

export interface BundleOptions {
  /** Folder under `functions/` that holds `handler.ts`. */
  readonly folder: string;
  /** What `#pipeline` stands for: the file of one pipeline. @default none: the function is no pipeline's own */
  readonly pipelineFile?: string;
  /** What `#consumer` stands for: the file of one consumer. @default none: the function is no consumer's own */
  readonly consumerFile?: string;
  /** What payloads of the pipeline may be, which `#wire` stands for: JSON alone brings nothing of Avro along. @default JSON */
  readonly wire?: readonly WireFormat[];
}

/** What a bundle is made of, and how; where it goes is for the caller to say. */
export type BundleSettings = Omit<Esbuild.BuildOptions, 'outfile' | 'write' | 'entryPoints' | 'alias'> & {
  readonly entryPoints: string[];
  readonly alias: Record<string, string>;
};

/** The file of a bundle. */
export const bundleFile = 'index.js';

/** What lies beside it: without it Node would take the module type from whatever package.json lies above the folder. */
export const besideBundle: Readonly<Record<string, string>> = { 'package.json': '{"type":"commonjs"}\n' };

/**
 * How the bundle of a function is made by esbuild: one CommonJS file. AWS SDK clients are part of it, so a function runs the
 * versions of the lock file rather than those of the runtime's day. Names are kept and there are no source maps: with
 * `--enable-source-maps` Node reads the map at every cold start, which took as long as loading the bundle itself.
 */
export function bundleSettings({ folder, pipelineFile, consumerFile, wire = [] }: BundleOptions): BundleSettings {
  const wireFile = path.join(repositoryRoot, 'functions', 'wire', wire.includes('avro') ? 'avro.ts' : 'json.ts');
  return {
    entryPoints: [path.join(repositoryRoot, 'functions', folder, 'handler.ts')],
    absWorkingDir: repositoryRoot,
    alias: {
      '#wire': wireFile,
      ...(pipelineFile !== undefined && { '#pipeline': pipelineFile }),
      ...(consumerFile !== undefined && { '#consumer': consumerFile }),
    },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: [],
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/**
 * The code of a function: its bundle, made by the local esbuild, never by Docker.
 *
 * @throws {Error} when the handler is missing, or esbuild is
 */
export function bundledCode(options: BundleOptions): lambda.Code {
  const settings = bundleSettings(options);
  return lambda.Code.fromAsset(path.join(repositoryRoot, 'functions', options.folder), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      // Never run: it tells two bundles of one handler apart in CDK's cache of assets.
      command: [...settings.entryPoints, ...Object.values(settings.alias)],
      local: {
        tryBundle(outputFolder) {
          build(settings, outputFolder);
          return true;
        },
      },
    },
  });
}

function build(settings: BundleSettings, outputFolder: string): void {
  for (const entry of settings.entryPoints) {
    if (existsSync(entry)) continue;
    const missing = path.relative(repositoryRoot, entry);
    throw new Error(`No handler to bundle: a function needs ${missing}, and there is no such file`);
  }
  localEsbuild().buildSync({ ...settings, outfile: path.join(outputFolder, bundleFile) });
  for (const [name, text] of Object.entries(besideBundle)) writeFileSync(path.join(outputFolder, name), text);
}

function localEsbuild(): typeof Esbuild {
  try {
    return createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  } catch (cause) {
    throw new Error('esbuild bundles the functions and is not installed: run `npm ci`', { cause });
  }
}
