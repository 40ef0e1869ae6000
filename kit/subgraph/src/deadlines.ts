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
 * Refuses an operation that nobody waits for before it began. A mutation that has begun is finished, whoever waits: half of it
 * would be worse than all of it, and its caller asks again with the same key.
 * @param service this one, as the supergraph names it.
 */
export function refuseAbandonedOperations(service: string): ApolloServerPlugin<BaseContext> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async ({ operation }) => {
        const scope = currentScope();
        const deadline = scope?.deadline;
        if (!scope || !deadline) return null;
        if (deadline.signal.aborted || deadline.remaining() <= 0) return answerOf(subgraphTimeout(service));
        if (operation.operation !== OperationTypeNode.QUERY) scope.deadline = null;
        return null;
      },
    }),
  };
}

function answerOf(error: GraphQLError) {
  return {
    http: { headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult: { errors: [error.toJSON()] } },
  };
}

/** Lets no resolver begin for a request that nobody waits for. Changes `schema` in place and returns it. */
export function skipAbandonedResolvers(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      // A field without a resolver is read from what is there.
      if (field.resolve) field.resolve = stopping(field.resolve);
    }
  }
  return schema;
}

function stopping(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    throwIfAbandoned();
    return resolve(source, args, context, info);
  };
}
