import { appendFileSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type CloudConfig, cloudConfig } from '../../../../localstack/config.ts';
import { journalFile } from '../../../../localstack/layout.ts';
import { type JournalEntry, readJournal, writeJournal } from '../../../../localstack/watcher/journal.ts';
import { journalText, ordinal } from '../../../../localstack/watcher/journal-text.ts';

let config: CloudConfig;
beforeEach(() => {
  config = cloudConfig({ CAUDAL_HOME: mkdtempSync(path.join(tmpdir(), 'caudal-journal-')) });
});

const ending = { service: 'cassandra', endedAt: '2026-11-22T14:03:11.000', how: 'signal SIGKILL' } as const;
const at = '2026-11-22T14:03:20.000';

test.each<[JournalEntry, string]>([
  [{ kind: 'ended', ...ending }, 'cassandra ended by signal SIGKILL at 14:03:11; it is being restarted'],
  [
    { kind: 'restarted', attempt: 1, readySeconds: 6.2, ...ending },
    'cassandra ended by signal SIGKILL at 14:03:11, restarted (1st time), ready after 6.2 s',
  ],
  [
    { kind: 'failed', attempt: 2, reason: 'it gave no answer\nits log', ...ending },
    'cassandra ended by signal SIGKILL at 14:03:11, restarted (2nd time), but it gave no answer',
  ],
  [
    { kind: 'gave-up', crashes: 6, withinSeconds: 40, ...ending },
    'cassandra ended by signal SIGKILL at 14:03:11, the 6th time within 40 s: it stays down until ./caudal up',
  ],
  [{ kind: 'paused', seconds: 3600 }, 'the machine slept, or the watcher was stopped, for 3600 s until 14:03:20'],
])('reads as a sentence: $kind', (entry, text) => {
  expect(journalText({ at, ...entry })).toBe(text);
});

test('how it ended is left out when nobody saw it', () => {
  const { how: _, ...unseen } = ending;
  expect(journalText({ at, kind: 'ended', ...unseen })).toMatch(/^cassandra ended at /);
});

test('that a service ended is told once', () => {
  writeJournal(config, { kind: 'ended', ...ending });
  expect(readJournal(config, 0).map(({ kind }) => kind)).toEqual(['ended']);
  writeJournal(config, { kind: 'paused', seconds: 20 });
  writeJournal(config, { kind: 'restarted', attempt: 1, readySeconds: 1, ...ending });
  writeJournal(config, { kind: 'ended', ...ending, endedAt: at });
  expect(readJournal(config, 0).map(({ kind }) => kind)).toEqual(['paused', 'restarted', 'ended']);
  expect(readJournal(config, Date.now() + 1000)).toEqual([]);
});

test('it does not grow without end, and a line cut by a full disk is left out', () => {
  for (let seconds = 0; seconds < 1001; seconds++) writeJournal(config, { kind: 'paused', seconds });
  expect(readFileSync(journalFile(config), 'utf8').trim().split('\n')).toHaveLength(500);
  appendFileSync(journalFile(config), '{"kind":"pau');
  expect(readJournal(config, 0).at(-1)).toMatchObject({ seconds: 1000 });
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [21, '21st'],
])('%d is %s', (number, text) => {
  expect(ordinal(number)).toBe(text);
});

test('what cannot be written down holds up nobody', () => {
  mkdirSync(journalFile(config), { recursive: true });
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  onTestFinished(() => complaints.mockRestore());
  writeJournal(config, { kind: 'paused', seconds: 1 });
  expect(complaints).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: 'EISDIR' }));
});
