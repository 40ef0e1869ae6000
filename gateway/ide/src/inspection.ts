/** Whether this tab asks for the query plan and the fetches of what it runs, and what the last answer said of them. */
import type { Trace } from '../../src/execution/trace.ts';
import { createStore, type Store } from './store.ts';

export interface Inspection {
  readonly wanted: boolean;
  /** Whether there was an answer since it is wanted. */
  readonly answered: boolean;
  readonly plan: string | undefined;
  readonly trace: Trace | undefined;
}

export interface InspectionStore extends Store<Inspection> {
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
  const { get, subscribe, set } = createStore<Inspection>({
    wanted: storage.getItem(KEY) === 'on',
    ...NOTHING,
  });
  return {
    get,
    subscribe,
    want(wanted) {
      storage.setItem(KEY, wanted ? 'on' : 'off');
      set({ wanted, ...NOTHING });
    },
    headers: () => (get().wanted ? { 'apollo-query-plan-experimental': '1', 'x-holdfast-trace': '1' } : {}),
    take(body) {
      if (!get().wanted) return body;
      const { extensions, ...rest } = body as { extensions?: Record<string, unknown> };
      const { __queryPlanExperimental: plan, trace, ...others } = extensions ?? {};
      set({
        wanted: true,
        answered: true,
        plan: typeof plan === 'string' ? plan : undefined,
        trace: trace as Trace | undefined,
      });
      return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
    },
  };
}
