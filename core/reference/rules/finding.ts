import type { Alert, Severity } from '../../analysis/alert.ts';
import type { Applied } from '../applied.ts';

/** What a rule finds. Without a message, where the rule words it itself. */
export interface Found extends Pick<Alert, 'at' | 'values' | 'events'> {
  readonly cause: string;
  /** Key of the alert. */
  readonly key: string;
  readonly message?: string;
  readonly severity?: Severity;
  readonly window?: NonNullable<Alert['window']>;
  /** Cool-down is kept per group. */
  readonly group: string;
  /** The event with which it is found, where that is another than the cause and where no time has to pass. */
  readonly foundWith?: Pick<Applied<unknown>, 'id' | 'time'>;
}

/** How far time has come. Milliseconds since the epoch. */
export interface Reach {
  /** The watermark: the key's own or, after a sweep, the pipeline's if that is higher. */
  readonly watermark: number;
  /** All that had arrived by then is applied. */
  readonly arrived: number;
}
