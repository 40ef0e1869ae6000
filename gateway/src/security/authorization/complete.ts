/** Completes the answer to a reduced operation to the answer to the operation that the client sent. */
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

/** The most errors reported: a forbidden field in a long list would cause one for each item. */
const MAX_ERRORS = 100;

export interface Completion extends Pick<FieldsOfType, 'schema' | 'fragments'> {
  /** The operation that the client wrote. */
  readonly operation: OperationDefinitionNode;
  readonly reduced: Pick<ReducedOperation, 'touched' | 'typenameKey'>;
  readonly verdicts: Verdicts;
  /** Creates the error of a forbidden field. */
  refusal(path: readonly (string | number)[], field: FieldNode): GraphQLError;
}

/** A linked list from the last step to the first. */
interface Path {
  readonly step: string | number;
  readonly before: Path | undefined;
}

interface Field {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLOutputType;
  /** The forbidden node; undefined when the field is allowed. */
  readonly forbidden: FieldNode | undefined;
  readonly isTouched: boolean;
}

/**
 * Puts null and one error in place of each forbidden field, and removes the fields that only the gateway
 * selected. Null propagates to the nearest nullable field (GraphQL specification, section 6.4.4).
 * @param result the result of the reduced operation; one without data stays unchanged.
 * @param given the variables as the client sent them; they are valid.
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

  /** @returns null when a non-null field has no value. */
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

  /** @returns undefined when a non-null field is null. */
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
    // Which of its fields are forbidden depends on its type.
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
