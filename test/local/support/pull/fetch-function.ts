import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../../../../localstack/config.ts';

/** The files of a fetch function, bundled as `infra/` does it. @param pipelineFile the file that declares its pipeline */
export async function fetchFiles(pipelineFile: string): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [path.join(repositoryRoot, 'functions/fetch/handler.ts')],
    absWorkingDir: repositoryRoot,
    alias: { '#pipeline': pipelineFile },
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
  });
  return { 'index.js': outputFiles[0]?.text ?? '', 'package.json': '{"type":"commonjs"}' };
}
