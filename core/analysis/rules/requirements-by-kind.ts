import type { Rule } from '../rule.ts';
import {
  aBoolean,
  aFunction,
  atLeast0,
  number,
  oneOf,
  optional,
  over0,
  over0UpTo1,
  type Requirement,
  text,
  whole,
} from './requirements.ts';

const A_WEEK = 604_800;
const A_DAY = 86_400;

/** Every field of every kind of rule by what it has to be. Fields within `steps` and `notFollowedBy` are looked at apart. */
export const COMMON_FIELDS: Readonly<Record<string, Requirement>> = {
  name: text(/^[a-z0-9-]{1,40}$/, '1 to 40 lower-case letters, digits and hyphens'),
  severity: optional(oneOf('info', 'warning', 'critical')),
  cooldownSeconds: optional(whole(0, A_WEEK)),
  version: optional(whole(1, Number.MAX_SAFE_INTEGER)),
};

const windowName = text(/./, "the name of one of the pipeline's windows");
const change = { drop: optional(over0), rise: optional(over0) };

export const FIELDS_BY_KIND: Readonly<Record<Rule<unknown>['kind'], Readonly<Record<string, Requirement>>>> = {
  threshold: {
    where: aFunction,
    values: aFunction,
    message: aFunction,
    severityOf: optional(aFunction),
    groupBy: optional(aFunction),
  },
  window: { window: windowName, when: aFunction, on: optional(oneOf('update', 'final')), message: aFunction },
  sequence: {
    steps: { expected: 'a list of 1 to 10 steps', holds: (value) => Array.isArray(value) && isLength(value, 1, 10) },
    withinSeconds: whole(1, A_DAY),
    succession: optional(oneOf('strict', 'relaxed')),
    notFollowedBy: optional({ expected: 'an object', holds: (value) => typeof value === 'object' && value !== null }),
    eager: optional(aBoolean),
    values: optional(aFunction),
    message: aFunction,
  },
  change: {
    of: aFunction,
    groupBy: optional(aFunction),
    where: optional(aFunction),
    message: optional(aFunction),
    ...change,
  },
  'window-change': {
    window: windowName,
    value: text(/./, 'the name of an aggregate of the window'),
    message: optional(aFunction),
    ...change,
  },
  silence: { afterSeconds: whole(10, A_WEEK) },
  anomaly: {
    of: aFunction,
    groupBy: optional(aFunction),
    where: optional(aFunction),
    deviations: optional(over0),
    minDeviation: optional(atLeast0),
    warmUp: optional(whole(2, 10_000)),
    weight: optional(over0UpTo1),
    message: optional(aFunction),
  },
  model: {
    model: text(/^[\s\S]{1,100}$/, '1 to 100 characters'),
    score: aFunction,
    threshold: number,
    where: optional(aFunction),
    message: optional(aFunction),
  },
};

export const STEP_FIELDS: Readonly<Record<string, Requirement>> = {
  name: text(/^[\s\S]{1,40}$/, '1 to 40 characters'),
  where: aFunction,
};

export const NOT_FOLLOWED_BY_FIELDS: Readonly<Record<string, Requirement>> = {
  where: aFunction,
  withinSeconds: whole(1, A_DAY),
};

function isLength({ length }: readonly unknown[], low: number, high: number): boolean {
  return length >= low && length <= high;
}
