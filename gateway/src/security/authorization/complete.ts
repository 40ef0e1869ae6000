/** The answer to an operation, from the answer to what was left of it. */
import {
  type ExecutionResult,
  type FieldNode,
  type GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, type FieldsOfType } from '../../execution/collectFields.ts';
import { conditionsOf, included } from '../../execution/conditions.ts';
import type { ReducedOperation } from './reduce.ts';
import type { Verdicts } from './verdicts.ts';

/** Errors told at most: a forbidden field in a long list would be as many. */
const MAX_ERRORS = 100;

export interface Completion extends Pick<FieldsOfType, 'schema' | 'fragments'> {
  /** As the client wrote it. */
  readonly operation: OperationDefinitionNode;
  readonly reduced: Pick<ReducedOperation, 'touched' | 'typenameKey'>;
  readonly verdicts: Verdicts;
  /** The error of a forbidden field. */
  refusal(path: readonly (string | number)[], field: FieldNode): GraphQLError;
}

/** From the last step to the first. */
interface Path {
  readonly step: string | number;
  readonly before: Path | undefined;
}

interface Field {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLOutputType;
  /** Undefined where it is allowed. */
  readonly forbidden: FieldNode | undefined;
  readonly isTouched: boolean;
}

/**
 * Puts null where a forbidden field would stand, with one error each, and takes out what only the gateway asked for. Null
 * goes up to what may be null (GraphQL specification, section 6.4.4).
 * @param result of the reduced operation; one without data stays as it is.
 * @param given the variables as the client sent them: valid.
 */
export function completeResult(
  completion: Completion,
  result: ExecutionResult,
  given: Readonly<Record<string, unknown>>,
): ExecutionResult {
  const { schema, operation } = completion;
  const root = schema.getRootType(operation.operation);
  if (!result.data || !root) return result;
  const errors: GraphQLError[] = [];
  const conditions = conditionsOf(operation, given);
  const selecting: Selecting = {
    ...completion,
    includes: (directives) => included(directives, conditions),
  };
  const completed = createCompleter(selecting, errors)(root, [operation], result.data, undefined);
  const all = [...(result.errors ?? []), ...errors];
  return { ...result, data: completed, ...(all.length > 0 && { errors: all }) };
}

type Json = Record<string, unknown>;

type Selecting = Completion & Pick<FieldsOfType, 'includes'>;

function createCompleter(completion: Selecting, errors: GraphQLError[]) {
  const { schema, reduced, verdicts } = completion;
  const remembered = new Map<unknown, Map<GraphQLObjectType, readonly Field[]>>();

  const fieldsOf = (type: GraphQLObjectType, nodes: Nodes): readonly Field[] => {
    const byType = remembered.get(nodes) ?? new Map<GraphQLObjectType, readonly Field[]>();
    remembered.set(nodes, byType);
    const known = byType.get(type);
    if (known) return known;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const collected = collectFields({ ...completion, runtime: type, parent: type }, sets);
    const fields = [...collected].map(
      ([key, { type: given, nodes }]): Field => ({
        key,
        nodes,
        type: given,
        forbidden: nodes.find((node) => verdicts.of(type, node) !== 'allowed'),
        isTouched: nodes.some((node) => reduced.touched.has(node)),
      }),
    );
    byType.set(type, fields);
    return fields;
  };

  const refuse = (path: Path, field: FieldNode) => {
    if (errors.length < MAX_ERRORS) errors.push(completion.refusal(stepsOf(path), field));
  };

  /** @returns null when a field that is never null has none. */
  const completeObject = (
    type: GraphQLObjectType,
    nodes: Nodes,
    value: Json,
    path: Path | undefined,
  ): Json | null => {
    const object: Json = Object.create(null);
    for (const field of fieldsOf(type, nodes)) {
      const completed = completeField(field, value[field.key], { step: field.key, before: path });
      if (completed === undefined) return null;
      object[field.key] = completed;
    }
    return object;
  };

  /** @returns undefined when it is null and must not be. */
  const completeField = (field: Field, value: unknown, path: Path): unknown => {
    if (field.forbidden) {
      refuse(path, field.forbidden);
      return isNonNullType(field.type) ? undefined : null;
    }
    if (!field.isTouched) return value ?? null;
    return completeValue(field.type, field.nodes, value ?? null, path);
  };

  const completeValue = (type: GraphQLOutputType, nodes: Nodes, value: unknown, path: Path): unknown => {
    if (isNonNullType(type)) return completeValue(type.ofType, nodes, value, path) ?? undefined;
    if (value === null) return null;
    if (isListType(type)) {
      if (!Array.isArray(value)) return null;
      const items: unknown[] = [];
      for (const [step, item] of value.entries()) {
        const completed = completeValue(type.ofType, nodes, item, { step, before: path });
        if (completed === undefined) return null;
        items.push(completed);
      }
      return items;
    }
    const named = getNamedType(type);
    const object = isObjectType(named) ? named : schema.getType(String((value as Json)[reduced.typenameKey]));
    // Of what type it is has to be known to know what of it is forbidden.
    return isObjectType(object) ? completeObject(object, nodes, value as Json, path) : null;
  };

  return completeObject;
}

type Nodes = readonly Pick<FieldNode, 'selectionSet'>[];

function stepsOf(path: Path): (string | number)[] {
  const steps: (string | number)[] = [];
  for (let at: Path | undefined = path; at; at = at.before) steps.unshift(at.step);
  return steps;
}
