/** Whether this tab asks for the query plan and the fetches of what it runs, and what the last answer said of them. */
import type { Trace } from '../../src/execution/trace.ts';

export interface Inspection {
  readonly wanted: boolean;
  /** Whether there was an answer since it is wanted. */
  readonly answered: boolean;
  readonly plan: string | undefined;
  readonly trace: Trace | undefined;
}

export interface InspectionStore {
  get(): Inspection;
  /** Calls the listener after every change, until the function that it returns is called. */
  subscribe(listener: () => void): () => void;
  want(wanted: boolean): void;
  /** The headers that ask for it. */
  headers(): Readonly<Record<string, string>>;
  /** Keeps what an answer says, and gives the answer without it. */
  take(body: object): object;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const KEY = 'holdfast.inspection';

const NOTHING = { answered: false, plan: undefined, trace: undefined };

/** @param storage sessionStorage: a tab that is loaded again still wants it */
export function createInspectionStore(storage: Storage): InspectionStore {
  let state: Inspection = { wanted: storage.getItem(KEY) === 'on', ...NOTHING };
  const listeners = new Set<() => void>();
  const change = (next: Inspection) => {
    state = next;
    for (const listener of listeners) listener();
  };

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    want(wanted) {
      storage.setItem(KEY, wanted ? 'on' : 'off');
      change({ wanted, ...NOTHING });
    },
    headers: () => (state.wanted ? { 'apollo-query-plan-experimental': '1', 'x-holdfast-trace': '1' } : {}),
    take(body) {
      if (!state.wanted) return body;
      const { extensions, ...rest } = body as { extensions?: Record<string, unknown> };
      const { __queryPlanExperimental: plan, trace, ...others } = extensions ?? {};
      change({
        wanted: true,
        answered: true,
        plan: typeof plan === 'string' ? plan : undefined,
        trace: trace as Trace | undefined,
      });
      return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
    },
  };
}
