import { expect, it } from 'vitest';
import { chosenConsumers } from '../../../cli/consumer-option.ts';
import { consumersOf } from '../../../cli/consumers.ts';
import { deployedFunctions } from '../../../cli/deployed-functions.ts';
import { pipelines } from '../../../pipelines/index.ts';

it('a pipeline without windows and rules has one consumer, one with them two', () => {
  expect(consumersOf({ name: 'clicks' })).toEqual(['ingest']);
  expect(chosenConsumers('sensors', undefined)).toEqual(['ingest', 'analyze']);
  expect(chosenConsumers('sensors', 'analyze')).toEqual(['analyze']);
  expect(() => chosenConsumers('sensors', 'archive')).toThrow(
    'sensors has no consumer "archive"; it has ingest, analyze',
  );
});

it('every function of a deployment is listed once', () => {
  const functions = deployedFunctions(pipelines);
  expect(functions).toEqual(
    expect.arrayContaining([
      'caudal-sensors-ingest',
      'caudal-sensors-analyze',
      'caudal-sensors-sweep',
      'caudal-produce',
      'caudal-check-health',
      'caudal-measure-load',
    ]),
  );
  expect(new Set(functions).size).toBe(functions.length);
  expect(deployedFunctions([])).toEqual(['caudal-produce', 'caudal-check-health', 'caudal-measure-load']);
});
