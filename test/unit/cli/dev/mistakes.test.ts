import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeAndMessage } from '../../../../cli/dev/read-plan.ts';
import { mistakesIn } from '../../../../cli/dev/type-check.ts';
import { repositoryRoot } from '../../../../localstack/config.ts';

describe('mistakes', () => {
  it('of types are told by their places', () => {
    const printed = [
      "pipelines/sensors/event.ts(65,14): error TS2322: Type 'string' is not assignable to type 'number'.",
      "  The expected type comes from property 'a'",
      'core/judge.ts(3,1): error TS1109: Expression expected.',
      '',
    ].join('\n');
    expect(mistakesIn(printed)).toEqual([
      {
        file: 'pipelines/sensors/event.ts',
        text: "pipelines/sensors/event.ts:65:14  TS2322: Type 'string' is not assignable to type 'number'.",
      },
      { file: 'core/judge.ts', text: 'core/judge.ts:3:1  TS1109: Expression expected.' },
    ]);
    expect(mistakesIn('')).toEqual([]);
  });

  it('at load are told by the place in the file that a user writes', () => {
    const file = (name: string) => `file://${path.join(repositoryRoot, name)}`;
    const printed = [
      `${file('core/define-pipeline.ts')}:40`,
      "    throw new RangeError('version must be a whole number');",
      '          ^',
      '',
      'RangeError: version must be a whole number (received "x")',
      `    at definePipeline (${file('core/define-pipeline.ts')}:40:11)`,
      `    at ${file('pipelines/sensors.ts')}:17:16`,
      `    at file://${path.join(repositoryRoot, 'node_modules/x/pipelines/y.ts')}:1:1`,
    ].join('\n');
    expect(placeAndMessage(printed)).toBe(
      'pipelines/sensors.ts:17:16  RangeError: version must be a whole number (received "x")',
    );
    expect(placeAndMessage('nothing of that kind')).toBeUndefined();
  });
});
