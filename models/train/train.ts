import type { Model, Sample } from '../../core/models/model.ts';
import { parseModel } from '../../core/models/parse-model.ts';
import type { LabelledRow, SampleRequest, Task } from '../task.ts';
import type { Vectors } from './document.ts';
import { trainInPython } from './python.ts';

/** What a training came to. */
export interface Trained {
  /** Without a version, which only the committed model knows. */
  readonly model: Model;
  readonly vectors: Vectors;
}

/** Generates the rows of a task, fits the model and judges it. @throws {UserError} as {@link trainInPython} */
export async function train(task: Task, signal: AbortSignal): Promise<Trained> {
  const { samples } = task;
  const rows = { trained: task.rows(samples.trained), heldOut: task.rows(samples.heldOut) };
  const made = await trainInPython(task, rows, signal);
  const model = parseModel({
    format: 1,
    name: task.name,
    version: 1,
    ...made.model,
    features: task.features.map((name, index) => ({ name, typical: made.typical[index] })),
    thresholds: made.thresholds,
    training: {
      command: `npm run train ${task.name}`,
      library: made.library,
      seed: task.seed,
      trained: sampleOf(samples.trained, rows.trained),
      heldOut: { ...sampleOf(samples.heldOut, rows.heldOut), figures: made.figures },
      baselines: made.baselines,
    },
  });
  return { model, vectors: made.vectors };
}

function sampleOf({ seed, subjects }: SampleRequest, rows: readonly LabelledRow[]): Sample {
  return { seed, subjects, rows: rows.length, positives: rows.filter(({ label }) => label).length };
}
