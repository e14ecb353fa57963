import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '../../infra/constructs/bundle.ts';
import { consumerFile } from '../../infra/consumer-file.ts';
import { pipelineNamed } from '../../pipelines/index.ts';

const consumer = { name: 'archive', pipeline: pipelineNamed('sensors') };

it('the file of a consumer is called by its pipeline and itself, and has to be there', () => {
  expect(() => consumerFile(consumer)).toThrow(
    'Consumer "archive" of "sensors" must be declared in consumers/sensors-archive.ts, which does not exist',
  );
  const named = { ...consumer, name: 'consumer', pipeline: { ...consumer.pipeline, name: 'pipeline' } };
  expect(() => consumerFile(named, path.join(repositoryRoot, 'infra'))).toThrow('infra/pipeline-consumer.ts');
  expect(consumerFile(named, path.join(repositoryRoot, 'infra/constructs'))).toMatch(/pipeline-consumer\.ts$/);
});
