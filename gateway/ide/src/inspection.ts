/**
 * Keeps whether this tab requests the query plan and the fetches of its operations, and those of the last
 * answer.
 */
import type { Trace } from '../../src/execution/trace.ts';
import { createStore, type Store } from './store.ts';

export interface Inspection {
  readonly wanted: boolean;
  /** True when there has been an answer since inspection was switched on. */
  readonly answered: boolean;
  readonly plan: string | undefined;
  readonly trace: Trace | undefined;
}

export interface InspectionStore extends Store<Inspection> {
  want(wanted: boolean): void;
  /** Returns the headers that request it. */
  headers(): Readonly<Record<string, string>>;
  /** Keeps an answer's plan and trace, and returns the answer without them. */
  take(body: object): object;
}

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem'>;

const KEY = 'holdfast.inspection';

const NOTHING = { answered: false, plan: undefined, trace: undefined };

/** @param storage sessionStorage, so that a reloaded tab keeps its choice. */
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
