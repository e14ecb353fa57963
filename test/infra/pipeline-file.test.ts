import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pipelineFile, pipelinesFolder } from '../../infra/pipeline-file.ts';
import { pipelines } from '../../pipelines/index.ts';

describe('file of a pipeline', () => {
  it.each(pipelines.map(({ name }) => name))('%s is declared in the file of its name', (name) => {
    expect(pipelineFile({ name })).toBe(path.join(pipelinesFolder, `${name}.ts`));
  });

  it('is asked for by name when there is none', () => {
    expect(() => pipelineFile({ name: 'payments-eu' })).toThrow(
      'Pipeline "payments-eu" must be declared in pipelines/payments-eu.ts, which does not exist',
    );
  });
});
