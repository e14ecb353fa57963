import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listPipeline } from '../../../../cli/new/list-pipeline.ts';

const two = [
  "import { distinctPipelines } from '../core/distinct-pipelines.ts';",
  "import type { Pipeline } from '../core/pipeline.ts';",
  "import { generator as drawn } from './observatory/generator.ts';",
  "import observatory from './observatory.ts';",
  "import sensors from './sensors.ts';",
  '',
  'export const pipelines: readonly Pipeline[] = distinctPipelines([sensors, observatory]);',
  '',
].join('\n');

describe('list of pipelines', () => {
  it('gets an import in the order of file names and an entry at the end', () => {
    const added = listPipeline(two, 'river-levels').split('\n');
    expect(added.slice(3, 6)).toEqual([
      "import observatory from './observatory.ts';",
      "import riverLevels from './river-levels.ts';",
      "import sensors from './sensors.ts';",
    ]);
    expect(added).toContain(
      'export const pipelines: readonly Pipeline[] = distinctPipelines([sensors, observatory, riverLevels]);',
    );
  });

  it('gets it before what lies in a folder of a later name', () => {
    expect(listPipeline(two, 'nile').split('\n').indexOf("import nile from './nile.ts';")).toBe(2);
  });

  it('takes one after the other, on lines of their own when they are many', () => {
    const many = Array.from({ length: 5 }, (_, n) => `long-name-number-${n}`).reduce(listPipeline, two);
    expect(many).toContain(
      'distinctPipelines([\n  sensors,\n  observatory,\n  longNameNumber0,\n  longNameNumber1,\n' +
        '  longNameNumber2,\n  longNameNumber3,\n  longNameNumber4,\n]);',
    );
    expect(many.match(/^import .* from '\.\//gm)).toHaveLength(8);
  });

  it('leaves entries alone that are no names', () => {
    const index = two.replace('[sensors, observatory]', '[sensors, { ...observatory, with: [a, b] }]');
    expect(listPipeline(index, 'x1')).toContain('([sensors, { ...observatory, with: [a, b] }, x1]);');
  });

  it.each([
    ['class', 'classPipeline'],
    ['pipelines', 'pipelinesPipeline'],
    ['sen-sors', 'senSors'],
    ['a-1', 'a1'],
    ['drawn', 'drawnPipeline'],
  ])('names %s as %s', (name, identifier) => {
    expect(listPipeline(two, name)).toContain(`import ${identifier} from './${name}.ts';`);
  });

  it('tells two names apart that read the same without hyphens', () => {
    expect(listPipeline(listPipeline(two, 'a1'), 'a-1')).toContain("import a1Pipeline from './a-1.ts';");
  });

  it('is that of the checkout', () => {
    const index = readFileSync(new URL('../../../../pipelines/index.ts', import.meta.url), 'utf8');
    // No name that somebody gives to a pipeline of theirs, such as the guide's.
    expect(listPipeline(index, 'of-this-test-alone')).toMatch(/distinctPipelines\(\[[^\]]*ofThisTestAlone,?\s*\]\)/);
  });

  it('is left alone where it is not as it was made, with the lines to add', () => {
    expect(() => listPipeline('export const pipelines = [...load()];', 'greenhouse')).toThrow(
      'pipelines/index.ts has no distinctPipelines([…]) without texts and comments, so greenhouse',
    );
  });
});
