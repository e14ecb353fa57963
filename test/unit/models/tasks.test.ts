import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Model } from '../../../core/models/model.ts';
import { createScorer, type Row } from '../../../core/models/scorer.ts';
import { tasks } from '../../../models/tasks.ts';
import type { Vectors } from '../../../models/train/document.ts';
import { readModel } from '../../../models/train/files.ts';
import { shortfalls } from '../../../models/train/shortfalls.ts';
import { figuresOf } from '../../support/models/figures.ts';

const root = new URL('../../../', import.meta.url);

describe.each(tasks)('the model of $name', (task) => {
  const rowOf = (values: readonly (number | null)[]): Row<string> =>
    Object.fromEntries(task.features.map((name, index) => [name, values[index]]));
  const modelOf = async (): Promise<Model> => {
    const model = await readModel(task);
    if (!model) throw new Error(`${task.file} is missing: npm run train ${task.name}`);
    return model;
  };

  it('has, on what was held out and generated anew, the figures that were written down', async () => {
    const model = await modelOf();
    const { score } = createScorer(model, task.features);
    const rows = task.rows(task.samples.heldOut);
    const { heldOut, trained } = model.training;
    const { seed, subjects } = task.samples.heldOut;
    expect(heldOut).toMatchObject({ seed, subjects, rows: rows.length });
    expect(rows.filter(({ label }) => label)).toHaveLength(heldOut.positives);
    expect(trained).toMatchObject(task.samples.trained);
    const scored = rows.map(({ label, features }) => ({ label, score: score(features as Row<string>) }));
    const { rocAuc, prAuc, at } = figuresOf(scored, model.thresholds);
    expect(rocAuc).toBeCloseTo(heldOut.figures.rocAuc, 6);
    expect(prAuc).toBeCloseTo(heldOut.figures.prAuc, 6);
    expect(at).toEqual(heldOut.figures.at);
  }, 180_000);

  it('comes to what it has to, and beats every simpler means', async () => {
    const { heldOut, baselines } = (await modelOf()).training;
    expect(shortfalls(heldOut.figures, task.goals)).toEqual([]);
    for (const { rocAuc = 0, prAuc = 0 } of Object.values(baselines)) {
      expect(heldOut.figures.rocAuc).toBeGreaterThan(rocAuc);
      expect(heldOut.figures.prAuc).toBeGreaterThan(prAuc);
    }
    // A perfect score would say that the generator gives itself away, not that the model is good.
    expect(heldOut.figures.rocAuc).toBeLessThan(0.999);
  });

  it('is held against a simpler means that is no better for being asked at another place', async () => {
    const { heldOut, baselines } = (await modelOf()).training;
    const yesOrNo = Object.values(baselines).flatMap(({ at }) => at ?? []);
    expect(yesOrNo.length).toBeGreaterThan(0);
    const best = Math.max(...Object.values(heldOut.figures.at).map(({ precision }) => precision));
    for (const { precision } of yesOrNo) expect(best).toBeGreaterThan(precision);
  });

  it('scores as scikit-learn does, and so does a logistic regression on the same rows', async () => {
    const model = await modelOf();
    const vectors = JSON.parse(await readFile(new URL(task.vectors, root), 'utf8')) as Vectors;
    const logistic = { ...model, ...vectors.logistic.model };
    for (const [one, scores] of [
      [model, vectors.scores],
      [logistic, vectors.logistic.scores],
    ] as const) {
      const { score } = createScorer(one, task.features);
      const ours = vectors.rows.map((row) => score(rowOf(row)));
      expect(ours.length).toBeGreaterThan(30);
      for (const [index, value] of ours.entries()) expect(value).toBeCloseTo(scores[index] ?? Number.NaN, 7);
    }
  });

  it('gives both samples subjects of their own', () => {
    const { trained, heldOut } = task.samples;
    const [one, other] = [trained, heldOut].map(({ seed }) =>
      task.rows({ seed, subjects: 20 }).map(({ subject }) => subject),
    );
    expect(one?.filter((subject) => other?.includes(subject))).toEqual([]);
    expect(trained.seed).not.toBe(heldOut.seed);
  });

  it('has features that are known of most rows, and rows that are the same for the same request', () => {
    const [rows, again] = [1, 2].map(() => task.rows({ seed: 3, subjects: 60 }));
    expect(again).toEqual(rows);
    for (const name of task.features) {
      expect(rows?.some(({ features }) => Number.isFinite(features[name]))).toBe(true);
    }
  }, 60_000);
});
