import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { Registry } from 'prom-client';
import { boundedLabel, createCounter, createHistogram } from './figures.ts';
import { currentScope } from './scope.ts';

/** Error codes told apart; ours are fewer. */
const MAX_CODES = 50;

/**
 * Counts and times what a subgraph is asked, by root field: `graphql_requests_total{field="_entities",code="OK"}` and
 * `graphql_request_seconds{field="_entities"}`. A request for several fields counts for each of them. Names of operations,
 * which a caller chooses, are no labels; the trace has them.
 */
export function measureOperations(registry: Registry): ApolloServerPlugin<BaseContext> {
  const { requests, seconds, codes } = figuresOf(registry);
  return {
    requestDidStart: async () => {
      const began = performance.now();
      let fields: readonly string[] = ['invalid'];
      return {
        didResolveOperation: async ({ operation, document }) => {
          if (!operation) return;
          fields = rootFieldsOf(operation, document);
          const name = operation.name?.value;
          currentScope()?.span.set({
            'graphql.operation.type': operation.operation,
            ...(name !== undefined && { 'graphql.operation.name': name }),
            'graphql.fields': fields.join(','),
          });
        },
        willSendResponse: async ({ response: { body } }) => {
          const code =
            body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.['code'] : undefined;
          const errors = body.kind === 'single' && body.singleResult.errors !== undefined;
          const label = errors ? codes(String(code ?? 'UNKNOWN')) : 'OK';
          if (errors) currentScope()?.span.set({ 'error.type': label });
          for (const field of fields) {
            requests({ field, code: label }).add();
            seconds({ field }).observe((performance.now() - began) / 1_000);
          }
        },
      };
    },
  };
}

/** Several servers of a process may share a registry. */
const shared = new WeakMap<Registry, ReturnType<typeof createFigures>>();

function figuresOf(registry: Registry): ReturnType<typeof createFigures> {
  const figures = shared.get(registry) ?? createFigures(registry);
  shared.set(registry, figures);
  return figures;
}

function createFigures(registry: Registry) {
  const requests = createCounter(registry, {
    name: 'graphql_requests_total',
    help: 'Requests by root field and the code of their first error; OK without one.',
  });
  const seconds = createHistogram(registry, {
    name: 'graphql_request_seconds',
    help: 'Seconds until the answer, by root field.',
  });
  const codes = boundedLabel(MAX_CODES);
  return { requests, seconds, codes };
}

const remembered = new WeakMap<OperationDefinitionNode, readonly string[]>();

/** The fields that an operation asks of its root type, each once: names of the schema, when the document is valid. */
export function rootFieldsOf(operation: OperationDefinitionNode, document: DocumentNode): readonly string[] {
  const known = remembered.get(operation);
  if (known) return known;
  const fields = new Set<string>();
  const look = (set: SelectionSetNode) => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) fields.add(node.name.value);
      else if (node.kind === Kind.INLINE_FRAGMENT) look(node.selectionSet);
      else {
        const fragment = document.definitions.find(
          (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === node.name.value,
        );
        if (fragment && 'selectionSet' in fragment) look(fragment.selectionSet);
      }
    }
  };
  look(operation.selectionSet);
  const found = [...fields];
  remembered.set(operation, found);
  return found;
}
