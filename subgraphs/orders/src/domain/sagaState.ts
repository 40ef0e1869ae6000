/** What is known of an order's saga. */

export type StepStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'COMPENSATED' | 'SKIPPED';

export interface StepState {
  readonly name: string;
  readonly status: StepStatus;
  readonly attempts: number;
  /** How often it was tried to undo it. */
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
  /** Who may write: the process that knows the token, until the time. The token grows with each new holder. */
  readonly lease: { readonly token: number; readonly until: Date };
  /** Null while nothing has gone wrong since the last progress. */
  readonly trouble: Trouble | null;
  /** When the recovery loop may look at it again, with its lease free. */
  readonly retryAt: Date;
}

/** What has gone wrong since the last progress. */
export interface Trouble {
  /** When the first fault came. */
  readonly since: Date;
  /** How often a process tried for as long as it could, and left the order for later. */
  readonly rounds: number;
}
