/** The transactions of a database: one at a time, with savepoints in it. */
export interface Transactions {
  begin(): void;
  commit(): void;
  rollback(): void;
  /** Runs work, and undoes its changes when it throws. */
  savepoint<T>(work: () => T): T;
  /** Returns false once the database has undone the transaction by itself, after an error of the disk. */
  isOpen(): boolean;
}

export interface SharedCommit {
  /** Runs work that writes. When it throws, only its own changes are undone. */
  run<T>(work: () => T): T;
  /**
   * Calls back once everything written so far is committed, which is at once when nothing waits; with the
   * error when it is undone instead.
   */
  whenCommitted(done: (failure?: unknown) => void): void;
  /** Commits now. */
  flush(): void;
}

/**
 * Commits all writes of one turn of the event loop together, because a commit costs as much as several writes.
 * @param later calls back at the end of the turn.
 * @param undone called after changes were undone, of one work or of all.
 */
export function createSharedCommit(
  transactions: Transactions,
  { later = setImmediate, undone }: { later?: (work: () => void) => unknown; undone: () => void },
): SharedCommit {
  let isOpen = false;
  let waiting: ((failure?: unknown) => void)[] = [];

  const end = (failure?: unknown) => {
    isOpen = false;
    const told = waiting;
    waiting = [];
    if (failure !== undefined) undone();
    for (const done of told) done(failure);
  };
  const flush = () => {
    if (!isOpen) return;
    let failure: unknown;
    try {
      transactions.commit();
    } catch (error) {
      failure = error;
      if (transactions.isOpen()) transactions.rollback();
    }
    end(failure);
  };
  return {
    run(work) {
      if (!isOpen) {
        transactions.begin();
        isOpen = true;
        later(flush);
      }
      try {
        return transactions.savepoint(work);
      } catch (error) {
        if (transactions.isOpen()) undone();
        else end(error);
        throw error;
      }
    },
    whenCommitted(done) {
      if (isOpen) waiting.push(done);
      else done();
    },
    flush,
  };
}
