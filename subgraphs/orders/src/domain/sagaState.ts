/** The state of an order's saga, stored with the order. */

export type StepStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'COMPENSATED' | 'SKIPPED';

export interface StepState {
  readonly name: string;
  readonly status: StepStatus;
  readonly attempts: number;
  /** The number of attempts to undo the step. */
  readonly compensations: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

export type SagaStatus = 'RUNNING' | 'COMPLETED' | 'COMPENSATING' | 'COMPENSATED' | 'STUCK';

export interface Saga {
  readonly status: SagaStatus;
  readonly steps: readonly StepState[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /**
   * Only the process that knows the current token may write. From `until` on, another process may take the
   * lease. Each new holder increments the token, which fences off the previous one.
   */
  readonly lease: { readonly token: number; readonly until: Date };
  /** The faults since the last progress; null when there were none. */
  readonly trouble: Trouble | null;
  /** The earliest time at which the recovery loop may take the order, if its lease is free. */
  readonly retryAt: Date;
}

/** The faults since the last progress of a saga. */
export interface Trouble {
  /** The time of the first fault. */
  readonly since: Date;
  /** The number of rounds: in each, a process retried until its time was up, and then postponed the order. */
  readonly rounds: number;
}
