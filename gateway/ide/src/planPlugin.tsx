import type { GraphiQLPlugin } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import type { Trace } from '../../src/execution/trace.ts';
import { LineIcon } from './lineIcon.tsx';
import { inspection } from './page.ts';

/** Shows the plan and the fetches of the last operation in GraphiQL's side panel. */
export const PLAN_PLUGIN: GraphiQLPlugin = {
  title: 'Query plan',
  icon: PlanIcon,
  content: PlanPanel,
};

function PlanPanel() {
  const { wanted, answered, plan, trace } = useSyncExternalStore(inspection.subscribe, inspection.get);

  return (
    <section className="plan" aria-label="Query plan">
      <h2>Query plan</h2>
      <label>
        <input type="checkbox" checked={wanted} onChange={({ target }) => inspection.want(target.checked)} />{' '}
        Ask for the plan and the fetches
      </label>
      {wanted && !answered && <p>Run a query or a mutation: ▶</p>}
      {answered && !plan && !trace && (
        <p>
          The answer had neither. The gateway adds them when introspection is on, for operations that it ran.
        </p>
      )}
      {trace && <Fetches trace={trace} />}
      {plan && (
        <>
          <h3>Plan</h3>
          <pre>{plan}</pre>
        </>
      )}
    </section>
  );
}

function Fetches({ trace: { planning, fetches } }: { trace: Trace }) {
  const end = Math.max(
    planning.milliseconds,
    ...fetches.map(({ start, milliseconds }) => start + milliseconds),
  );
  const percent = (milliseconds: number) => `${end > 0 ? (100 * milliseconds) / end : 0}%`;
  const bar = (start: number, milliseconds: number) => (
    <div className="bars">
      <div style={{ marginInlineStart: percent(start), inlineSize: percent(milliseconds) }} />
    </div>
  );

  return (
    <>
      <h3>Fetches, {milliseconds(end)} in all</h3>
      <ol aria-label="Fetches">
        <li>
          <strong>planning</strong> <small>{planning.cached && 'kept from before'}</small>
          <span>{milliseconds(planning.milliseconds)}</span>
          {bar(0, planning.milliseconds)}
        </li>
        {fetches.map((fetch, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list of one answer never changes
          <li key={index}>
            <strong>{fetch.subgraph}</strong> <small>{askedFor(fetch)}</small>
            <span>{milliseconds(fetch.milliseconds)}</span>
            {fetch.error !== undefined && <em>{fetch.error}</em>}
            {bar(fetch.start, fetch.milliseconds)}
          </li>
        ))}
      </ol>
    </>
  );
}

function askedFor({ paths, representations }: Trace['fetches'][number]): string {
  const places = paths.map((path) => (path === '' ? 'root fields' : path)).join(', ');
  return representations === undefined ? places : `${places} (${representations})`;
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function PlanIcon() {
  return <LineIcon path="M2 3.5h5M5 8h6M9 12.5h5" />;
}
