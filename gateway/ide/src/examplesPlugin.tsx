import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import { LineIcon } from './lineIcon.tsx';
import { EXAMPLES, type Example, variablesText } from './operations.ts';
import { exampleContext, session } from './page.ts';

/** The list of ready-made operations in GraphiQL's side panel. */
export const EXAMPLES_PLUGIN: GraphiQLPlugin = {
  title: 'Examples',
  icon: ExamplesIcon,
  content: ExamplesList,
};

function ExamplesList() {
  const open = useOpenExample();
  const { status } = useSyncExternalStore(session.subscribe, session.get);

  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      <p>A click opens one in a tab; ▶ runs it.</p>
      <ol>
        {EXAMPLES.map((example) => (
          <li key={example.id}>
            <button
              type="button"
              data-example={example.id}
              disabled={open === undefined}
              onClick={() => open?.(example)}
            >
              <strong>{example.title}</strong>
              <span>{example.sentence}</span>
              {example.needsSignIn && status === 'anonymous' && <em>Sign in first</em>}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/**
 * Returns a function that opens an example with fresh variables: in its tab if that is still open with the
 * query unchanged, in the active tab if that is empty, and otherwise in a new one. Undefined until the
 * editors exist.
 */
function useOpenExample(): ((example: Example) => void) | undefined {
  const { addTab, changeTab, setOperationName, updateActiveTabValues } = useGraphiQLActions();
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL((state) => ({
    tabs: state.tabs,
    activeTabIndex: state.activeTabIndex,
    queryEditor: state.queryEditor,
    variableEditor: state.variableEditor,
  }));

  if (queryEditor === undefined || variableEditor === undefined) return undefined;
  return (example) => {
    const { query, operationName } = example;
    const variables = variablesText(example, exampleContext());

    const opened = tabs.findIndex((tab) => tab.query === query);
    if (opened !== -1) {
      if (opened !== activeTabIndex) changeTab(opened);
    } else if (queryEditor.getValue().trim() !== '') {
      addTab();
    }
    queryEditor.setValue(query);
    variableEditor.setValue(variables);
    updateActiveTabValues({ query, variables, operationName });
    // The editor finds the name by itself 100 ms later; ▶ may be pressed sooner.
    setOperationName(operationName);
  };
}

function ExamplesIcon() {
  return <LineIcon path="M2 3.5l2 1.25-2 1.25zM2 10l2 1.25L2 12.5zM7 4.75h7M7 11.25h7" />;
}
