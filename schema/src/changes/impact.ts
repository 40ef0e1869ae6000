import { OneOfVariablesRule } from '@holdfast/kit-graphql/oneOfVariables';
import { GraphQLError, type GraphQLSchema, specifiedRules, validate } from 'graphql';
import { usageCollector } from '../operations/collectUsage.ts';
import type { Operation } from '../operations/operation.ts';
import { compareText } from '../problem.ts';
import type { Affected } from '../report/report.ts';
import { isRequirementChange } from '../requirements/compare.ts';
import { placeOf } from '../sources.ts';
import { isAppliedChange } from './applied/compare.ts';
import type { ApiChange, Schemas } from './change.ts';
import { byLevel } from './compare.ts';
import { directiveRule } from './rules/directives.ts';
import { inputRule } from './rules/inputs.ts';
import { outputRule } from './rules/outputs.ts';
import { reaches } from './rules/reaches.ts';
import { type Risk, riskOf } from './rules/risks.ts';
import type { Candidate, Rule } from './rules/rule.ts';

/** An operation with its validation errors against both schemas. */
export interface JudgedOperation {
  readonly operation: Operation;
  /** Empty when the operation is valid; so is `after`. */
  readonly before: readonly GraphQLError[];
  readonly after: readonly GraphQLError[];
}

/** Validates each operation against both schemas, once when they are the same. */
export function judgeOperations(
  operations: readonly Operation[],
  { before, after }: Schemas,
): JudgedOperation[] {
  return operations.map((operation) => {
    const now = errorsOf(operation, after);
    return { operation, after: now, before: before === after ? now : errorsOf(operation, before) };
  });
}

/**
 * Returns what graphql-js finds, and the lack of a root type for the operation, which it leaves to execution.
 */
function errorsOf({ node, document }: Operation, schema: GraphQLSchema): readonly GraphQLError[] {
  if (schema.getRootType(node.operation))
    return validate(schema, document, [...specifiedRules, OneOfVariablesRule]);
  return [new GraphQLError(`The schema has no ${node.operation} type.`, { nodes: [node] })];
}

/** A change with the operations that it affects. */
export interface JudgedChange {
  readonly change: ApiChange;
  readonly affects: readonly Affected[];
}

/**
 * Finds the operations that each change affects. Only operations that were valid before count, because others
 * were written for the new schema. A breaking change that leaves some operations intact but at risk is
 * returned twice, the second time as dangerous to those.
 */
export function judgeChanges(
  changes: readonly ApiChange[],
  judged: readonly JudgedOperation[],
  schemas: Schemas,
): JudgedChange[] {
  const candidates = judged.filter(({ before }) => before.length === 0).map(candidateFor(schemas.before));
  return changes
    .flatMap((change) => {
      const rule = ruleFor(change, schemas) ?? (() => undefined);
      const risk = change.level === 'breaking' ? riskFor(change) : undefined;
      const found: JudgedChange = { change, affects: affectedBy(rule, candidates) };
      if (!risk) return [found];
      const atRisk = affectedBy(
        (candidate) => (candidate.valid && !rule(candidate) ? risk.rule(candidate) : undefined),
        candidates,
      );
      if (atRisk.length === 0) return [found];
      const dangerous = {
        ...change,
        level: 'dangerous',
        message: `${change.message}: ${risk.text}`,
      } as const;
      return [found, { change: dangerous, affects: atRisk }];
    })
    .sort((a, b) => byLevel(a.change, b.change));
}

function affectedBy(rule: Rule, candidates: readonly NamedCandidate[]): Affected[] {
  return candidates
    .flatMap(({ operation, ...candidate }) => {
      const node = rule(candidate);
      return node ? [{ ...nameOf(operation), place: placeOf(node) }] : [];
    })
    .sort((a, b) => compareText(a.operation, b.operation) || compareText(a.clients.join(), b.clients.join()));
}

interface NamedCandidate extends Candidate {
  readonly operation: Operation;
}

function candidateFor(before: GraphQLSchema) {
  const collect = usageCollector(before);
  return ({ operation, after }: JudgedOperation): NamedCandidate => ({
    operation,
    node: operation.node,
    document: operation.document,
    usage: collect(operation),
    valid: after.length === 0,
  });
}

function nameOf({ name, signature, clients }: Operation): Omit<Affected, 'place'> {
  return { operation: name, signature, clients };
}

function ruleFor({ level, coordinate, found }: ApiChange, schemas: Schemas): Rule | undefined {
  if (isRequirementChange(found)) return reaches([found.coordinate], schemas);
  if (isAppliedChange(found)) return level === 'safe' ? undefined : reaches(found.appliedTo, schemas);
  const rule = outputRule(found, schemas) ?? inputRule(found, schemas) ?? directiveRule(found, schemas);
  if (level === 'safe') return found.type.includes('DEPRECATION') ? rule : undefined;
  return rule ?? touches(coordinate);
}

function riskFor({ found }: ApiChange): Risk | undefined {
  return isRequirementChange(found) || isAppliedChange(found) ? undefined : riskOf(found);
}

/** The rule for a change without its own: it may affect every operation that touches its type. */
function touches(coordinate: string | undefined): Rule {
  const type = coordinate?.split('.')[0] ?? '';
  return ({ usage }) => usage.types.get(type);
}
