import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../../../localstack/config.ts';

/** The files of the webhook's function, bundled as `infra/` does it. */
export async function notifyFiles(): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(repositoryRoot, 'functions/notify/handler.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
  return { 'index.js': outputFiles[0]?.text ?? '', 'package.json': '{"type":"commonjs"}' };
}
