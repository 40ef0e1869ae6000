import type { ApolloServerPlugin } from '@apollo/server';
import { badUserInput, type Problem } from '@holdfast/kit/errors';
import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { GatewayContext } from '../context.ts';

/** Problems told at most: enough to mend, and no way to have a small request answered at length. */
const MAX_PROBLEMS = 50;
/** Where a field is missing or unknown, graphql-js gives the path of the object around it, and names the field here. */
const FIELD = /^Field "(\w+)" (?:is )?((?:of required type|not defined by type) .*)$/s;
/** Characters of a problem's message, which may repeat a value that the client sent. */
const MAX_MESSAGE = 200;

/**
 * Refuses variables that do not fit their types (GraphQL specification, section 6.1.2), with 400, BAD_USER_INPUT and
 * `extensions.problems`: all of them, each with its path from the variable down. Apollo Server finds the same
 * later, one error each, with the path inside a sentence.
 */
export function checkVariables(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, schema, request }) => {
        if (!operation) return;
        const [first, ...others] = problemsOf(operation, schema, request.variables ?? {});
        if (!first) return;
        const error = badUserInput([first, ...others]);
        throw new GraphQLError(error.message, {
          extensions: { ...error.extensions, http: { status: 400 } },
        });
      },
    }),
  };
}

/** What is wrong with the variables of an operation; nothing for those that fit. */
export function problemsOf(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (path: Problem['path'], message: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ path, message: tidy(message) });
  };
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) continue;
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) {
      if (isNonNullType(type) && !definition.defaultValue)
        add([name], `Is of required type "${type}" and was not provided.`);
    } else if (value === null) {
      if (isNonNullType(type)) add([name], `Must not be null, but of type "${type}".`);
    } else {
      coerceInputValue(value, type, (path, _value, error) => {
        const field = FIELD.exec(error.message);
        if (field?.[1] && field[2])
          add([name, ...path, field[1]], `Is ${field[2].replace(' was not', ' and was not')}`);
        else add([name, ...path], error.message);
      });
    }
  }
  return problems;
}

/** Without graphql-js's guesses at what was meant, which tell of the schema where introspection is off. */
function tidy(message: string): string {
  const sentence = message.replace(/ Did you mean .*\?$/s, '');
  return sentence.length > MAX_MESSAGE ? `${sentence.slice(0, MAX_MESSAGE)}…` : sentence;
}
