/**
 * Refuses a field when a variable passes null to one of its non-null arguments, without refusing the whole
 * request.
 */
import { createHash } from 'node:crypto';
import type { GatewayExecutor } from '@apollo/server-gateway-interface';
import { badUserInput } from '@holdfast/kit-base/errors';
import { type FieldNode, GraphQLError, isNonNullType, print } from 'graphql';
import { collectFields } from '../../execution/collectFields.ts';
import { conditionsOf, included } from '../../execution/conditions.ts';
import { fragmentsOf } from '../../operation/fragments.ts';
import { completeResult } from '../authorization/complete.ts';
import { reduceOperation } from '../authorization/reduce.ts';
import type { Verdicts } from '../authorization/verdicts.ts';
import { nullsIn, type StrictPosition, strictPositions } from './positions.ts';

type Request = Pick<Parameters<GatewayExecutor>[0], 'schema' | 'document' | 'operation'>;

/** Returns true when these variables refuse a field of the operation, which then takes the regular path. */
export function givesNull(
  { schema, document, operation }: Request,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  return nullsIn(strictPositions(schema, document, operation), operation, variables).size > 0;
}

/**
 * Leaves out each such field. It becomes null with BAD_USER_INPUT, and null propagates as GraphQL prescribes
 * (specification, sections 6.4.1 and 6.4.4). Subgraphs would refuse it too, but each in its own words and
 * without a code.
 * @param execute executes the rest.
 */
export function refuseNulls(execute: GatewayExecutor): GatewayExecutor {
  return async (request) => {
    const { schema, document, operation, queryHash } = request;
    const variables = request.request.variables ?? {};
    const positions = strictPositions(schema, document, operation);
    const nulls = nullsIn(positions, operation, variables);
    const wrongIn = (field: FieldNode) =>
      (positions.get(field) ?? []).filter((each) => nulls.has(each.variable));
    const isWrong = (field: FieldNode) => wrongIn(field).length > 0;
    const unreached = nulls.size > 0 ? unreachedBy(isWrong, request, variables) : NONE;
    const verdicts: Verdicts = {
      of: (_, field) => (isWrong(field) || unreached.has(field) ? 'forbidden' : 'allowed'),
    };
    const reduced = nulls.size > 0 ? reduceOperation(schema, verdicts, document, operation) : null;
    if (!reduced) return execute(request);
    const key = [...nulls].sort().join();
    const left = reduced.operation && {
      ...request,
      document: reduced.document,
      operation: reduced.operation,
      source: print(reduced.document),
      queryHash: createHash('sha256').update(`${queryHash}\0null\0${key}`).digest('hex'),
    };
    const completion = {
      schema,
      fragments: fragmentsOf(document),
      operation,
      reduced,
      verdicts,
      refusal: (path: readonly (string | number)[], field: FieldNode) => refusal(path, wrongIn(field)),
    };
    const result = left ? await execute(left) : { data: {} };
    return completeResult(completion, result, variables) as Awaited<ReturnType<GatewayExecutor>>;
  };
}

const NONE: ReadonlySet<FieldNode> = new Set();

/**
 * Returns the mutation fields that do not run because an earlier non-null field is refused (GraphQL
 * specification, section 6.2.2).
 */
function unreachedBy(
  isWrong: (field: FieldNode) => boolean,
  { schema, document, operation }: Request,
  variables: Readonly<Record<string, unknown>>,
): ReadonlySet<FieldNode> {
  const root = schema.getMutationType();
  if (operation.operation !== 'mutation' || !root) return NONE;
  const conditions = conditionsOf(operation, variables);
  const includes = (directives: FieldNode['directives']) => included(directives, conditions);
  const selecting = { schema, fragments: fragmentsOf(document), includes, runtime: root, parent: root };
  const fields = [...collectFields(selecting, [operation.selectionSet]).values()];
  const last = fields.findIndex(({ type, nodes }) => isNonNullType(type) && nodes.some(isWrong));
  return last < 0 ? NONE : new Set(fields.slice(last + 1).flatMap(({ nodes }) => nodes));
}

function refusal(path: readonly (string | number)[], wrong: readonly StrictPosition[]): GraphQLError {
  const [first, ...others] = wrong.map(({ variable, path: at, type }) => ({
    path: at,
    message: `Must not be null, but of type "${type}": the variable "$${variable}" is null.`,
  }));
  if (!first) throw new Error('Nothing is wrong with the field.');
  const { message, extensions } = badUserInput([first, ...others]);
  return new GraphQLError(message, { path, extensions });
}
