import { expect, it } from 'vitest';
import { figuresOf } from '../../support/models/figures.ts';

const scored = [
  { label: true, score: 0.9 },
  { label: false, score: 0.8 },
  { label: true, score: 0.8 },
  { label: false, score: 0.3 },
  { label: false, score: 0.1 },
];

it('figures are what their definitions say, worked out by hand', () => {
  const figures = figuresOf(scored, { high: 0.85, low: 0.5 });
  // Of six pairs five and a half are in order; precision is 1, then 2 of 3.
  expect(figures.rocAuc).toBeCloseTo(5.5 / 6, 12);
  expect(figures.prAuc).toBeCloseTo(0.5 * 1 + (0.5 * 2) / 3, 12);
  expect(figures.at.high).toMatchObject({ truePositives: 1, falsePositives: 0, precision: 1, recall: 0.5 });
  expect(figures.at.low).toMatchObject({ truePositives: 2, falsePositives: 1, trueNegatives: 2, recall: 1 });
});
