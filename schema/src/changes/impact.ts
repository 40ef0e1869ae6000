import { GraphQLError, type GraphQLSchema, validate } from 'graphql';
import { usageCollector } from '../operations/collectUsage.ts';
import type { Operation } from '../operations/operation.ts';
import { compareText } from '../problem.ts';
import type { Affected } from '../report/report.ts';
import { placeOf } from '../sources.ts';
import type { ApiChange, Schemas } from './compare.ts';
import { directiveRule } from './rules/directives.ts';
import { inputRule } from './rules/inputs.ts';
import { outputRule } from './rules/outputs.ts';
import type { Candidate, Rule } from './rules/rule.ts';

/** An operation, and whether it validated, and does. */
export interface JudgedOperation {
  readonly operation: Operation;
  /** Empty when it validates. */
  readonly before: readonly GraphQLError[];
  readonly after: readonly GraphQLError[];
}

/** Validates each operation against both schemas. When they are one, once. */
export function judgeOperations(
  operations: readonly Operation[],
  { before, after }: Schemas,
): JudgedOperation[] {
  return operations.map((operation) => {
    const now = errorsOf(operation, after);
    return { operation, after: now, before: before === after ? now : errorsOf(operation, before) };
  });
}

/** What graphql-js finds, and what it leaves to execution: that there is no root type for such an operation. */
function errorsOf({ node, document }: Operation, schema: GraphQLSchema): readonly GraphQLError[] {
  if (schema.getRootType(node.operation)) return validate(schema, document);
  return [new GraphQLError(`The schema has no ${node.operation} type.`, { nodes: [node] })];
}

/** By change, the operations that notice it: of those that validated before, since others were written for what comes. */
export function affectedBy(
  judged: readonly JudgedOperation[],
  schemas: Schemas,
): (change: ApiChange) => readonly Affected[] {
  const candidates = judged.filter(({ before }) => before.length === 0).map(candidateFor(schemas.before));
  return (change) => {
    const rule = ruleFor(change, schemas);
    if (!rule) return [];
    return candidates
      .flatMap(({ operation, ...candidate }) => {
        const node = rule(candidate);
        return node ? [{ ...nameOf(operation), place: placeOf(node) }] : [];
      })
      .sort(
        (a, b) => compareText(a.operation, b.operation) || compareText(a.clients.join(), b.clients.join()),
      );
  };
}

function candidateFor(before: GraphQLSchema) {
  const collect = usageCollector(before);
  return ({ operation, after }: JudgedOperation): Candidate & { readonly operation: Operation } => ({
    operation,
    node: operation.node,
    usage: collect(operation),
    valid: after.length === 0,
  });
}

function nameOf({ name, signature, clients }: Operation): Omit<Affected, 'place'> {
  return { operation: name, signature, clients };
}

function ruleFor(change: ApiChange, schemas: Schemas): Rule | undefined {
  const rule =
    outputRule(change.found, schemas) ??
    inputRule(change.found, schemas) ??
    directiveRule(change.found, schemas);
  if (change.level === 'safe') return change.found.type.includes('DEPRECATION') ? rule : undefined;
  return rule ?? touches(change.coordinate);
}

/** For a change that there is no rule for: whoever touches its type may notice. */
function touches(coordinate: string | undefined): Rule {
  const type = coordinate?.split('.')[0] ?? '';
  return ({ usage }) => usage.types.get(type);
}
