import { execFile as execFileWithCallback, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../infra/constructs/bundle.ts';
import { cloudConfig } from '../../localstack/config.ts';
import { examples, pipelines } from '../../pipelines/index.ts';

const execFile = promisify(execFileWithCallback);

/** Runs the whole app, bundles and CloudFormation's own rules included, as `cdk synth` does for an account and a region. */
async function synthesize(folder: string, account: string, region: string, more: object = {}): Promise<string> {
  const cdkJson = JSON.parse(readFileSync(path.join(repositoryRoot, 'cdk.json'), 'utf8')) as { context: object };
  const child = spawn(path.join(repositoryRoot, 'node_modules/.bin/node'), ['infra/app.ts'], {
    cwd: repositoryRoot,
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJson.context, ...more }),
      CDK_DEFAULT_ACCOUNT: account,
      CDK_DEFAULT_REGION: region,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const text = Buffer.concat(errors).toString();
  if (code !== 0) throw new Error(`the app ended with ${code}\n${text}`);
  return text;
}

/** Templates, lists of assets, and the names of the assets, which are their hashes. */
const comparable = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /(\.template\.json|\.assets\.json)$|^asset\./.test(name))
    .sort();

/** Bundles of each default pipeline: of ingest, of analyze and sweep where it has windows or rules, of fetch where it has a source. */
const perPipeline = pipelines
  .filter(({ name }) => !examples.includes(name))
  .map(({ analysis, pull }) => (analysis === undefined ? 1 : 3) + (pull ? 1 : 0));

describe('the app for two targets', () => {
  let folders: string[] = [];
  let output: string[] = [];

  beforeAll(async () => {
    folders = await Promise.all([0, 1].map(() => mkdtemp(path.join(tmpdir(), 'caudal-synth-'))));
    const [local = '', aws = ''] = folders;
    output = await Promise.all([
      synthesize(local, '000000000000', 'us-east-1'),
      synthesize(aws, '123456789012', 'eu-west-3', { nag: true }),
    ]);
  }, 240_000);
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  const bundles = () =>
    readdirSync(folders[0] ?? '')
      .filter((name) => name.startsWith('asset.'))
      .map((name) => readFileSync(path.join(folders[0] ?? '', name, 'index.js'), 'utf8'));

  it('makes four templates and a bundle a function without account, network or Docker', () => {
    const names = comparable(folders[0] ?? '');
    expect(names.filter((name) => name.endsWith('.template.json'))).toEqual([
      'caudal-operations.template.json',
      'caudal-processing.template.json',
      'caudal-storage.template.json',
      'caudal-streams.template.json',
    ]);
    // Producer, registry, health check and the measure of load, beside those of pipelines.
    expect(bundles()).toHaveLength(4 + perPipeline.reduce((sum, bundlesOf) => sum + bundlesOf, 0));
  });

  it('puts the library of Avro into the registry, and into what judges the records of pipelines that take Avro', () => {
    const readers = pipelines
      .filter(({ wire }) => wire.includes('avro'))
      .map(({ analysis }) => (analysis === undefined ? 1 : 2));
    const expected = readers.reduce((sum: number, count) => sum + count, 1);
    expect(bundles().filter((code) => code.includes('potential precision loss'))).toHaveLength(expected);
  });

  it('puts the data of a generator into the bundle of the producer alone', () => {
    expect(bundles().filter((code) => code.includes('ccodealp'))).toHaveLength(1);
    expect(bundles().filter((code) => code.includes('pharmacy_alba'))).toHaveLength(1);
    expect(bundles().filter((code) => code.includes('valor_promedio')).length).toBeGreaterThan(1);
  });

  it('gives both the same, byte by byte, down to the hashes of the bundles', () => {
    const [local = '', aws = ''] = folders;
    expect(comparable(aws)).toEqual(comparable(local));
    for (const name of comparable(local).filter((file) => file.endsWith('.json'))) {
      expect(readFileSync(path.join(aws, name), 'utf8'), name).toBe(readFileSync(path.join(local, name), 'utf8'));
    }
  });

  it('satisfies the rules of CloudFormation without a warning', () => {
    expect(output.join('\n')).not.toMatch(/WARNING|ERROR|deprecated/);
  });

  it('satisfies cdk-nag, both of its packs, where the deployment asks for it', () => {
    const folder = folders[1] ?? '';
    const reports = readdirSync(folder).filter((name) => name.endsWith('-NagReport.csv'));
    expect(reports).toHaveLength(8);
    for (const name of reports)
      expect(readFileSync(path.join(folder, name), 'utf8'), name).not.toMatch(/,"?(Non-Compliant|UNKNOWN)"?,/);
    const said = readdirSync(folder).filter((name) => /metadata\.json$|^manifest\.json$/.test(name));
    for (const name of said)
      expect(readFileSync(path.join(folder, name), 'utf8')).not.toMatch(/aws:cdk:(error|warning)/);
  });

  it('satisfies cfn-lint for the regions of both', async () => {
    const folder = folders[0] ?? '';
    const templates = comparable(folder).filter((name) => name.endsWith('.template.json'));
    const lint = path.join(cloudConfig().tools, 'python', 'bin', 'cfn-lint');
    const regions = ['--regions', 'us-east-1', 'eu-west-3'];
    const linted = execFile(lint, [...regions, '--template', ...templates.map((name) => path.join(folder, name))], {
      cwd: repositoryRoot,
    });
    // The configuration at the root says what is left out, and why.
    await expect(
      linted.then(
        ({ stdout }) => stdout,
        (error: { readonly stdout?: string }) => error.stdout ?? error,
      ),
    ).resolves.toBe('');
  }, 120_000);

  it('bundles plain CommonJS, whatever package.json lies above', () => {
    const [folder = ''] = folders;
    for (const asset of comparable(folder).filter((name) => name.startsWith('asset.'))) {
      expect(readFileSync(path.join(folder, asset, 'package.json'), 'utf8')).toBe('{"type":"commonjs"}\n');
      expect(existsSync(path.join(folder, asset, 'index.js'))).toBe(true);
    }
  });

  it('takes no path of this machine into a bundle', () => {
    const [folder = ''] = folders;
    for (const asset of comparable(folder).filter((name) => name.startsWith('asset.'))) {
      expect(readFileSync(path.join(folder, asset, 'index.js'), 'utf8').includes(repositoryRoot)).toBe(false);
    }
  });
});
