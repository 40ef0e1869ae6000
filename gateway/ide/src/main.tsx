// Serves Monaco's workers as our own files. It must be imported before the first editor.
import 'graphiql/setup-workers/vite';
// GraphiQL's parts one by one: graphiql/style.css repeats Monaco's own sheet and carries Roboto (500 kB more).
import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './style.css';

import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { EXAMPLES_PLUGIN } from './examplesPlugin.tsx';
import { EXAMPLES } from './operations.ts';
import { client } from './page.ts';
import { PLAN_PLUGIN } from './planPlugin.tsx';
import { SignInBar } from './signInBar.tsx';

const PLUGINS = [EXAMPLES_PLUGIN, PLAN_PLUGIN, HISTORY_PLUGIN];
const FIRST_TABS = EXAMPLES.slice(0, 1).map(({ query }) => ({ query }));

function Page() {
  return (
    <>
      <SignInBar />
      <main>
        <GraphiQL
          fetcher={client.run}
          plugins={PLUGINS}
          visiblePlugin={EXAMPLES_PLUGIN}
          defaultTabs={FIRST_TABS}
          defaultEditorToolsVisibility="variables"
          schemaDescription={true}
          inputValueDeprecation={true}
          showPersistHeadersSettings={false}
        >
          <GraphiQL.Logo> </GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<Page />);
