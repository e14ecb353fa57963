import { describe, expect, it } from 'vitest';
import type { Target } from '../../../../cli/target/target.ts';
import { type Check, failed, passed } from '../../../../cli/trial/check.ts';
import { isGood, resultLine, verdictText } from '../../../../cli/trial/text.ts';
import { type Found, runTrial, type TrialPorts } from '../../../../cli/trial/trial.ts';

const fine: Check = { name: 'fine', look: async () => passed('as it should be') };
const bad: Check = { name: 'bad', look: async () => failed('2 instead of 3') };
const breaks: Check = {
  name: 'breaks',
  look: () => Promise.reject(new Error('ENOTFOUND cassandra.xx-east-1.amazonaws.com')),
};
const awsOnly: Check = { name: 'aws only', onAwsOnly: 'the local cloud has none', look: async () => passed('there') };

/** What a trial over these parts did, in order, beside its result. */
async function tried(
  parts: Partial<TrialPorts> = {},
  options: { keep?: boolean; signal?: AbortSignal; kind?: Target['kind'] } = {},
) {
  const did: string[] = [];
  const said = (name: string) => async () => {
    did.push(name);
    return name;
  };
  const found = { target: { kind: options.kind ?? 'local' } } as unknown as Found;
  const ports: TrialPorts = {
    prepare: said('prepare'),
    deploy: said('deploy'),
    async produce() {
      did.push('produce');
      return { message: 'sent', found };
    },
    checks: [fine],
    remove: said('remove'),
    leftovers: async () => [],
    onBegin: () => {},
    onResult: () => {},
    ...parts,
  };
  const result = await runTrial(ports, {
    keep: options.keep ?? false,
    signal: options.signal ?? new AbortController().signal,
  });
  const states = Object.fromEntries(result.results.map(({ check, status }) => [check, status]));
  return { ...result, did, states };
}

describe('a trial', () => {
  it('deploys, sends, looks, removes, and looks whether anything is left', async () => {
    const trial = await tried();
    expect(trial.did).toEqual(['prepare', 'deploy', 'produce', 'remove']);
    expect(trial.states).toEqual({
      ...{ before: 'passed', deployment: 'passed', producer: 'passed' },
      ...{ fine: 'passed', removal: 'passed', 'nothing left': 'passed' },
    });
    expect(isGood(trial)).toBe(true);
  });

  it('makes nothing, and so removes nothing, where the first look fails', async () => {
    const trial = await tried({ prepare: () => Promise.reject(new Error('there is a stage "trial" already')) });
    expect(trial.did).toEqual([]);
    expect(trial.states).toEqual({ before: 'failed' });
    expect(isGood(trial)).toBe(false);
  });

  it('removes what a deployment that failed has made, and says what was not looked at', async () => {
    const trial = await tried({ deploy: () => Promise.reject(new Error('nodejs24.x is not supported')) });
    expect(trial.did).toEqual(['prepare', 'remove']);
    expect(trial.states).toMatchObject({ deployment: 'failed', fine: 'skipped', removal: 'passed' });
    expect(trial.results.find(({ check }) => check === 'deployment')?.message).toContain(
      'Lambda has no Node 24 in this region',
    );
  });

  it('goes on after a check that fails or breaks, and is no good then', async () => {
    const trial = await tried({ checks: [bad, breaks, fine] });
    expect(trial.states).toMatchObject({ bad: 'failed', breaks: 'failed', fine: 'passed', removal: 'passed' });
    expect(trial.results.find(({ check }) => check === 'breaks')?.message).toContain(
      'This region has no Amazon Keyspaces',
    );
    expect(isGood(trial)).toBe(false);
  });

  it('skips on the local cloud what that can not answer, with the reason, and never passes it', async () => {
    const local = await tried({ checks: [awsOnly] });
    expect(local.results).toContainEqual(
      expect.objectContaining({ check: 'aws only', status: 'skipped', message: 'the local cloud has none' }),
    );
    expect((await tried({ checks: [awsOnly] }, { kind: 'aws' })).states).toMatchObject({ 'aws only': 'passed' });
  });

  it('keeps the stage where that is asked for, and names the command that removes it', async () => {
    const trial = await tried({}, { keep: true });
    expect(trial.did).not.toContain('remove');
    expect(trial.kept).toBe(true);
    expect(verdictText(trial, './caudal trial --local --remove')).toContain(
      './caudal trial --local --remove removes it',
    );
  });

  it.each([false, true])('removes all after a Ctrl-C, kept or not (%s)', async (keep) => {
    const interrupt = new AbortController();
    const hangs = (signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        interrupt.abort();
      });
    const trial = await tried({ deploy: hangs }, { signal: interrupt.signal, keep });
    expect(trial.did).toEqual(['prepare', 'remove']);
    expect(trial.states).toEqual({
      before: 'passed',
      deployment: 'failed',
      removal: 'passed',
      'nothing left': 'passed',
    });
    expect(trial).toMatchObject({ interrupted: true, left: [], kept: false });
    expect(isGood(trial)).toBe(false);
  });

  it('ends the waiting for work that knows nothing of signals', async () => {
    const interrupt = new AbortController();
    const deaf = () => {
      interrupt.abort();
      return new Promise<string>(() => {});
    };
    expect((await tried({ deploy: deaf }, { signal: interrupt.signal })).states).toMatchObject({ removal: 'passed' });
  });

  it('says what is left, and that it is no good', async () => {
    const trial = await tried({ leftovers: async () => ['keyspace trial_rt'] });
    expect(isGood(trial)).toBe(false);
    expect(verdictText(trial, 'REMOVE')).toContain('Left: keyspace trial_rt\nREMOVE removes it.');
  });
});

it('shows an error and what to do about it, one below the other', () => {
  const line = resultLine({ check: 'deployment', status: 'failed', message: 'AccessDenied\n→ ask', seconds: 1.25 });
  expect(line.split('\n')).toEqual([
    expect.stringMatching(/^failed +deployment +1\.[23] s +AccessDenied$/),
    '         → ask',
  ]);
});
