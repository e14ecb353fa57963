import { existsSync, mkdirSync, mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { cloudConfig } from '../../../../localstack/config.ts';
import { logFile } from '../../../../localstack/layout.ts';
import { rotateLogs } from '../../../../localstack/watcher/logs.ts';

test('a log that cannot be rotated is said, and holds up no other', () => {
  const config = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-rotate-')) });
  const logs = ['cassandra', 'dynamodb'] as const;
  for (const name of logs) {
    mkdirSync(path.dirname(logFile(config, name)), { recursive: true });
    writeFileSync(logFile(config, name), 'a line\n');
    truncateSync(logFile(config, name), 20_000_001);
  }
  mkdirSync(`${logFile(config, 'cassandra')}.part`);
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => complaints.mockRestore());
  rotateLogs(config);
  expect(logs.map((name) => existsSync(`${logFile(config, name)}.1`))).toEqual([false, true]);
  expect(complaints).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'EISDIR' }));
});
