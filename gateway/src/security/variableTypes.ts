import { badUserInput, type Problem } from '@holdfast/kit-base/errors';
import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/**
 * The most problems reported: enough to fix the request, but too few to turn a small request into a huge
 * answer.
 */
const MAX_PROBLEMS = 50;
/**
 * For a missing or unknown field, graphql-js gives the path of the object around it, and names the field in
 * the message.
 */
const FIELD = /^Field "(\w+)" (?:is )?((?:of required type|not defined by type) .*)$/s;
/** The most characters of a problem's message, which may repeat a value that the client sent. */
const MAX_MESSAGE = 200;

/**
 * Checks that variables match their types (GraphQL specification, section 6.1.2), and stops once there are
 * enough problems to report.
 * @returns BAD_USER_INPUT with `extensions.problems`, each with its path from the variable down; undefined
 *   when they match.
 */
export function checkVariableTypes(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError | undefined {
  const [first, ...others] = problemsOf(operation, schema, variables);
  return first && badUserInput([first, ...others]);
}

function problemsOf(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const problems: Problem[] = [];
  try {
    findProblems(operation, schema, variables, (problem) => {
      problems.push(problem);
      if (problems.length >= MAX_PROBLEMS) throw ENOUGH;
    });
  } catch (error) {
    if (error !== ENOUGH) throw error;
  }
  return problems;
}

type OnProblem = NonNullable<Parameters<typeof coerceInputValue>[2]>;

/** Stops the search: graphql-js looks for every problem, and for suggestions for each. */
const ENOUGH = new Error('There are enough problems.');

function findProblems(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
  found: (problem: Problem) => void,
): void {
  const add = (path: Problem['path'], message: string) => found({ path, message: tidy(message) });
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
      const complain: OnProblem = (path, _value, error) => {
        const field = FIELD.exec(error.message);
        if (field?.[1] && field[2])
          add([name, ...path, field[1]], `Is ${field[2].replace(' was not', ' and was not')}`);
        else add([name, ...path], error.message);
      };
      coerceInputValue(value, type, complain, true);
    }
  }
}

/** Removes graphql-js's suggestions, which reveal the schema when introspection is off. */
function tidy(message: string): string {
  const sentence = message.replace(/ Did you mean .*\?$/s, '');
  return sentence.length > MAX_MESSAGE ? `${sentence.slice(0, MAX_MESSAGE)}…` : sentence;
}
