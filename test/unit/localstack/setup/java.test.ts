import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findJava, javaCandidates, javaRelease } from '../../../../localstack/setup/java.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'caudal-java-'));

function fakeJava(name: string, version: string): string {
  const file = path.join(folder, name);
  const text = [`#!/bin/sh`, `echo '    java.home = /opt/${name}' >&2`, `echo 'openjdk version "${version}"' >&2`];
  writeFileSync(file, text.join('\n'), { mode: 0o755 });
  return file;
}

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['java version "1.8.0_402"', 8],
  ['openjdk version "21" 2023-09-19', 21],
  ['openjdk version "24-ea" 2025-03-18', 24],
  ['No Java runtime present, requesting install.', undefined],
])('reads the release from %s', (text, release) => {
  expect(javaRelease(text)).toBe(release);
});

test('chooses Java 17 among others and answers with its own home', async () => {
  const found = await findJava([fakeJava('jdk21', '21.0.1'), fakeJava('jdk17', '17.0.9'), path.join(folder, 'none')]);
  expect(found).toEqual({ java: '/opt/jdk17/bin/java' });
});

test('says which releases there are instead', async () => {
  const found = await findJava([fakeJava('jdk21', '21.0.1'), fakeJava('jdk8', '1.8.0_402')]);
  expect(found).toEqual({ found: [8, 21] });
});

test('looks at JAVA_HOME, then at PATH', () => {
  const home = path.join(folder, 'home');
  mkdirSync(path.join(home, 'bin'), { recursive: true });
  writeFileSync(path.join(home, 'bin', 'java'), '');
  expect(javaCandidates({ JAVA_HOME: home }, folder).slice(0, 2)).toEqual([path.join(home, 'bin', 'java'), 'java']);
  expect(javaCandidates({ JAVA_HOME: path.join(folder, 'none') }, folder)[0]).toBe('java');
});
