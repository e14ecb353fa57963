import type { Pipeline } from '../pipeline.ts';
import type { AnalyzedPipeline } from './fold/pipeline-parts.ts';

/** The pipeline as one that has an analysis. @throws {TypeError} for one that has none */
export function requireAnalysis<E>(pipeline: Pipeline<E>): AnalyzedPipeline<E> {
  const { analysis } = pipeline;
  if (analysis) return { ...pipeline, analysis };
  throw new TypeError(
    `Pipeline ${pipeline.name} has no windows and no rules: give it an analysis, or leave this function out`,
  );
}
