import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { currentScope } from '@holdfast/kit-base/scope';
import { rootFieldsOf } from '@holdfast/kit-graphql/rootFields';
import { boundedLabel, createCounter, createHistogram } from '@holdfast/kit-telemetry/instruments';
import type { Registry } from 'prom-client';

/** The maximum number of error codes used as labels; we have fewer. */
const MAX_CODES = 50;

/**
 * Counts and times the requests to a subgraph by root field:
 * `graphql_requests_total{field="_entities",code="OK"}` and `graphql_request_seconds{field="_entities"}`. A
 * request for several fields counts for each of them. Operation names are in the trace but are not labels,
 * because callers choose them.
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

/** The metrics of each registry, because several servers of a process may share one. */
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
