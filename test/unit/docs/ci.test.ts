import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const folder = path.resolve(import.meta.dirname, '../../../docs');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

interface Workflow {
  readonly permissions: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = ['examples/deploy.yml', 'examples/deploy-stage.yml'];
const [deploy, stage] = files.map((file) => parse(read(file)) as Workflow) as [Workflow, Workflow];
const jobs = [deploy, stage].flatMap((workflow) => Object.values(workflow.jobs));
const steps = jobs.flatMap((job) => job.steps ?? []);

describe('the workflows of docs/ci.md', () => {
  it('check, deploy to dev, and after that to prod, each in the environment of its name', () => {
    expect(deploy.jobs.dev).toMatchObject({ needs: 'check', with: { stage: 'dev' } });
    expect(deploy.jobs.prod).toMatchObject({ needs: 'dev', with: { stage: 'prod' } });
    for (const job of [deploy.jobs.dev, deploy.jobs.prod])
      expect(job?.uses).toBe('./.github/workflows/deploy-stage.yml');
    expect(stage.jobs.deploy?.environment).toMatch(/^\$\{\{ inputs\.stage \}\}$/);
    const commands = (stage.jobs.deploy?.steps ?? []).flatMap(({ run }) => /cdk (\w+)/.exec(run ?? '')?.[1] ?? []);
    expect(commands).toEqual(['synth', 'diff', 'deploy']);
  });

  it('know no key, and give a token only to jobs that assume a role', () => {
    for (const file of files) expect(read(file)).not.toMatch(/secrets\.|access-key|ACCESS_KEY/i);
    for (const { permissions } of [deploy, stage]) expect(permissions).toEqual({});
    for (const job of jobs) {
      const assumes =
        job.uses !== undefined || job.steps?.some((step) => step.uses?.includes('configure-aws-credentials'));
      expect(job.permissions?.['id-token']).toBe(assumes ? 'write' : undefined);
    }
  });

  it('compare no templates for a fork, nor where the repository has no role for it', () => {
    expect(deploy.jobs.diff?.if).toContain('head.repo.full_name == github.repository');
    expect(deploy.jobs.diff?.if).toContain("vars.AWS_DIFF_ROLE != ''");
  });

  it('pin every action of others by its commit', () => {
    const used = steps.flatMap(({ uses }) => uses ?? []);
    expect(used.length).toBeGreaterThan(5);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
  });
});

describe('the roles of docs/ci.md', () => {
  const template = read('examples/github-oidc.yaml');

  it('are for one environment, or for pull requests, of one repository: no wildcard', () => {
    const subjects = [...template.matchAll(/:sub: !Sub (.+)/g)].map(([, subject]) => subject);
    expect(subjects).toEqual([
      expect.stringMatching(/^repo:\$\{Repository\}:environment:\$\{Environment\}$/),
      expect.stringMatching(/^repo:\$\{Repository\}:pull_request$/),
    ]);
    expect(template).not.toContain('StringLike');
    expect(template.match(/:aud: sts\.amazonaws\.com/g)).toHaveLength(2);
  });

  it('may assume roles of the bootstrap, and nothing else', () => {
    const actions = [...template.matchAll(/Action: (\S+)/g)].map(([, action]) => action);
    expect(new Set(actions)).toEqual(new Set(['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole']));
    const roles = [...template.matchAll(/role\/cdk-\$\{Qualifier\}-([a-z-]+)-role-/g)].map(([, role]) => role);
    expect(roles).toEqual(['deploy', 'file-publishing', 'lookup', 'lookup']);
    expect(template).not.toMatch(/Resource: '?\*/);
  });

  it('are shown on the page as they are', () => {
    const page = read('ci.md');
    const shown = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    for (const line of shown.trim().split('\n')) expect(template).toContain(line.trim());
  });
});
