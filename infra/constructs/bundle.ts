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

/**
 * The code of a function: one CommonJS file made by the local esbuild, never by Docker. AWS SDK clients are part of it, so a
 * function runs the versions of the lock file rather than those of the runtime's day. Names are kept and there are no source
 * maps: with `--enable-source-maps` Node reads the map at every cold start, which took as long as loading the bundle itself.
 *
 * @throws {Error} when the handler is missing, or esbuild is
 */
export function bundledCode({ folder, pipelineFile, consumerFile, wire = [] }: BundleOptions): lambda.Code {
  const source = path.join(repositoryRoot, 'functions', folder);
  const entry = path.join(source, 'handler.ts');
  const wireFile = path.join(repositoryRoot, 'functions', 'wire', wire.includes('avro') ? 'avro.ts' : 'json.ts');
  const alias = {
    '#wire': wireFile,
    ...(pipelineFile !== undefined && { '#pipeline': pipelineFile }),
    ...(consumerFile !== undefined && { '#consumer': consumerFile }),
  };
  return lambda.Code.fromAsset(source, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      // Never run: it tells two bundles of one handler apart in CDK's cache of assets.
      command: [entry, ...Object.values(alias)],
      local: {
        tryBundle(outputFolder) {
          build(entry, alias, outputFolder);
          return true;
        },
      },
    },
  });
}

function build(entry: string, alias: Readonly<Record<string, string>>, outputFolder: string): void {
  if (!existsSync(entry)) {
    const missing = path.relative(repositoryRoot, entry);
    throw new Error(`No handler to bundle: a function needs ${missing}, and there is no such file`);
  }
  localEsbuild().buildSync({
    entryPoints: [entry],
    outfile: path.join(outputFolder, 'index.js'),
    absWorkingDir: repositoryRoot,
    alias,
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
  });
  // Without it Node would take the module type from whatever package.json lies above the folder that the code runs in.
  writeFileSync(path.join(outputFolder, 'package.json'), '{"type":"commonjs"}\n');
}

function localEsbuild(): typeof Esbuild {
  try {
    return createRequire(import.meta.url)('esbuild') as typeof Esbuild;
  } catch (cause) {
    throw new Error('esbuild bundles the functions and is not installed: run `npm ci`', { cause });
  }
}
