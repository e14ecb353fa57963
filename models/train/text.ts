import { table } from '../../cli/output.ts';
import type { Baseline, Confusion, Model, Sample } from '../../core/models/model.ts';
import type { Task } from '../task.ts';

/** How good a model is, for a person: what it was trained on, judged by and has to beat. */
export function figuresText({ words }: Task, model: Model): string {
  const { library, trained, heldOut, baselines } = model.training;
  const { figures } = heldOut;
  const size = model.kind === 'boosted-trees' ? `${model.trees.length} trees` : 'a logistic regression';
  return [
    `${model.name}-${model.version}: ${size} on ${model.features.length} features, by ${library}`,
    '',
    table(
      ['', 'seed', words.subjects, words.rows, words.positives, 'share'],
      [sampleCells('trained on', trained), sampleCells('held out', heldOut)],
    ),
    '',
    'On what was held out:',
    table(
      ['', 'ROC AUC', 'PR AUC', 'precision', 'recall'],
      [
        [model.name, area(figures.rocAuc), area(figures.prAuc), '', ''],
        ...Object.entries(figures.at).map(([name, confusion]) => [
          `  ${name}, from ${model.thresholds[name]}`,
          '',
          '',
          percent(confusion.precision),
          percent(confusion.recall),
        ]),
        ...Object.entries(baselines).map(([name, baseline]) => baselineCells(name, baseline)),
      ],
    ),
    '',
    table(
      ['', `${words.positives}, found`, 'missed', 'others, taken for it', 'left alone'],
      Object.entries(figures.at).map(([name, confusion]) => [name, ...counts(confusion)]),
    ),
  ].join('\n');
}

function sampleCells(name: string, { seed, subjects, rows, positives }: Sample): (string | number)[] {
  return [name, seed, subjects, rows, positives, percent(positives / rows)];
}

function baselineCells(name: string, { rocAuc, prAuc, at }: Baseline): string[] {
  return [name, area(rocAuc), area(prAuc), at ? percent(at.precision) : '', at ? percent(at.recall) : ''];
}

function counts({ truePositives, falseNegatives, falsePositives, trueNegatives }: Confusion): number[] {
  return [truePositives, falseNegatives, falsePositives, trueNegatives];
}

const area = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(3));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
