import type { NewId } from '@holdfast/kit-base/clock';
import { ACTION_OF_STATUS, type AuditEntry } from './domain.ts';

/** A status that an order reached, from the history that the orders service keeps. */
export interface StatusChange {
  readonly status: keyof typeof ACTION_OF_STATUS;
  readonly at: Date;
  readonly actor: string;
  readonly reason: string | null;
}

/** Returns the entries for an order's history. Each gets a new id: the history has no events' ids. */
export function historyEntries(
  { id, history }: { readonly id: string; readonly history: readonly StatusChange[] },
  newId: NewId,
): AuditEntry[] {
  return history.map(({ status, at, actor, reason }, n) => {
    const previous = history[n - 1];
    return {
      id: newId(),
      at,
      actor,
      action: ACTION_OF_STATUS[status],
      subjectType: 'ORDER',
      subjectId: id,
      summary: reason === null ? {} : { reason },
      before: previous ? { status: previous.status } : null,
      after: { status },
    };
  });
}
