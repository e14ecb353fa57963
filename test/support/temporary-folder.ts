import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a suite a folder of its own for temporary files (`TMPDIR`), and removes it when all its tests have ended. */
export default function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'caudal-test-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
