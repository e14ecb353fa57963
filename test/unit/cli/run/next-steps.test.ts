import { expect, it } from 'vitest';
import { nextSteps } from '../../../../cli/run/next-steps.ts';
import { pipelineNamed } from '../../../../pipelines/index.ts';

it('shows how to look at windows and alerts, where the pipeline has any', () => {
  const { analysis, ...plain } = pipelineNamed('observatory');
  expect(analysis && nextSteps({ ...plain, analysis })).toMatch(
    /\n {2}\.\/caudal windows observatory\n {2}\.\/caudal alerts observatory --follow\n/,
  );
  expect(nextSteps(plain)).not.toMatch(/windows|alerts/);
  expect(nextSteps(plain)).toContain('"SELECT * FROM observatory.eventos LIMIT 5"');
});
