import { failure } from './failure/task.ts';
import { fraud } from './fraud/task.ts';
import type { Task } from './task.ts';

/** The models that there are, by name. */
export const tasks: readonly Task[] = [fraud, failure];
