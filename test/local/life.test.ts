import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudConfig, serviceNames } from '../../localstack/config.ts';
import { idleMegabytes } from '../../localstack/doctor/cloud/memory.ts';
import { caudal, caudalJson } from './support/caudal.ts';
import { cloudVariables } from './support/ports.ts';

interface Report {
  readonly isWell: boolean;
  readonly findings: readonly { readonly check: string; readonly level: string; readonly found: string }[];
}

interface Status {
  readonly services: readonly { readonly service: string; readonly state: string; readonly memoryMegabytes: number }[];
  readonly watcher: { readonly state: string; readonly memoryMegabytes: number };
}

const levelsOf = ({ findings }: Report) => Object.fromEntries(findings.map(({ check, level }) => [check, level]));

describe("the suite's own cloud, deployed", () => {
  it('takes under 2.5 GB, all services and the watcher together', async () => {
    const { services, watcher } = await caudalJson<Status>(['status']);
    expect(services.map(({ service, state }) => [service, state])).toEqual(
      serviceNames.map((name) => [name, 'running']),
    );
    expect(watcher.state).toBe('running');
    const total = [...services, watcher].reduce((sum, { memoryMegabytes }) => sum + memoryMegabytes, 0);
    expect(total).toBeGreaterThan(500);
    expect(total).toBeLessThan(idleMegabytes);
  });

  it('is looked at by the doctor: machine, set-up, cloud, deployment', async () => {
    const { stdout, code } = await caudal(['doctor', '--json']);
    const report = JSON.parse(stdout) as Report;
    expect(code).toBe(report.isWell ? 0 : 1);
    const machine = ['system', 'memory', 'disk', 'clock', 'open files', 'loopback', 'versions'];
    for (const check of [...machine, 'watcher', 'consumers', 'given up'])
      expect(levelsOf(report)).toHaveProperty(check);
    const well = ['set-up', 'services', 'cloud memory', 'ports', 'leftovers', 'stacks', 'functions', 'tables'];
    expect(levelsOf(report)).toMatchObject(Object.fromEntries(well.map((check) => [check, 'ok'])));
  });

  it('is what a shell speaks to that evaluates `caudal env`', async () => {
    const { stdout } = await caudal(['env']);
    const aws = path.join(cloudConfig().tools, 'python', 'bin', 'aws');
    const script = `${stdout}\n'${aws}' kinesis list-streams --output text`;
    const said = spawnSync('/bin/sh', ['-c', script], { env: { PATH: process.env.PATH }, encoding: 'utf8' });
    expect(said.stdout, said.stderr).toContain('sensors.events');
  });

  it('has a log a service, the watcher included', async () => {
    for (const name of [...serviceNames, 'watcher']) {
      const { code, stderr } = await caudal(['logs', name, '--lines', '1']);
      expect(code, `${name}: ${stderr}`).toBe(0);
    }
  });
});

describe('a cloud that is down', () => {
  it('is no reason for the doctor to complain, and its folder is not made', async () => {
    const env = await cloudVariables('test-down');
    const report = JSON.parse((await caudal(['doctor', '--json'], { env })).stdout) as Report;
    expect(levelsOf(report)).toMatchObject({ services: 'ok', watcher: 'ok', ports: 'ok', leftovers: 'ok' });
    expect(levelsOf(report)).not.toHaveProperty('stacks');
    expect(existsSync(cloudConfig({ ...process.env, ...env }).folder)).toBe(false);
  });
});
