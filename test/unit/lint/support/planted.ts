import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryRoot } from '../../../../localstack/config.ts';

/** What `npm run check` says of a place in a file. */
export interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number; readonly column: number } };
}

/** Lints files, by path and content, with the rules of the house in a folder of their own. */
export function lintPlanted(files: ReadonlyMap<string, string>): readonly Diagnostic[] {
  const tree = mkdtempSync(path.join(tmpdir(), 'caudal-lint-'));
  try {
    const config = JSON.parse(readFileSync(path.join(repositoryRoot, 'biome.json'), 'utf8'));
    writeFileSync(path.join(tree, 'biome.json'), JSON.stringify({ ...config, vcs: { enabled: false } }));
    cpSync(path.join(repositoryRoot, 'test/lint'), path.join(tree, 'test/lint'), { recursive: true });
    for (const [file, source] of files) {
      mkdirSync(path.join(tree, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(tree, file), source);
    }
    const biome = path.join(repositoryRoot, 'node_modules', '.bin', 'biome');
    const args = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
    const { stdout } = spawnSync(biome, args, { cwd: tree, encoding: 'utf8' });
    return (JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] }).diagnostics;
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
