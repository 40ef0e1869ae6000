import { type ApolloServerPlugin, type BaseContext, HeaderMap } from '@apollo/server';
import { throwIfAbandoned } from '@holdfast/kit-base/deadline';
import { subgraphTimeout } from '@holdfast/kit-base/errors';
import { currentScope } from '@holdfast/kit-base/scope';
import {
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  OperationTypeNode,
} from 'graphql';

/**
 * Rejects an operation whose deadline has passed before it starts. A mutation that has started always
 * finishes, even when its caller has gone: stopping halfway would be worse, and the caller retries it with
 * the same idempotency key.
 * @param service this service, as the supergraph names it.
 */
export function refuseAbandonedOperations(service: string): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ operation }) => {
        const scope = currentScope();
        const deadline = scope?.deadline;
        if (!scope || !deadline) return null;
        if (deadline.signal.aborted || deadline.remaining() <= 0) return toResponse(subgraphTimeout(service));
        if (operation.operation !== OperationTypeNode.QUERY) scope.deadline = null;
        return null;
      },
    }),
  };
}

function toResponse(error: GraphQLError) {
  return {
    http: { headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: { errors: [error.toJSON()] } },
  };
}

/**
 * Makes resolvers throw once the caller of their request no longer waits. Changes `schema` in place and
 * returns it.
 */
export function skipAbandonedResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      // A field without a resolver only reads a property.
      if (field.resolve) field.resolve = unlessAbandoned(field.resolve);
    }
  }
  return schema;
}

function unlessAbandoned(
  resolve: GraphQLFieldResolver<unknown, unknown>,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    throwIfAbandoned();
    return resolve(source, args, context, info);
  };
}
