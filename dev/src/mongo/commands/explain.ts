import type { Doc, Value } from '../bson/values.ts';
import { field, isDoc } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { isCounted } from '../query/count.ts';
import { compileFilter } from '../query/filter.ts';
import { type Plan, planQuery } from '../query/plan.ts';
import { parseSort } from '../query/sort.ts';
import { leadingQuery } from './aggregate.ts';
import { type Command, docOf, ok } from './command.ts';
import { countingOf } from './counting.ts';

type IndexPlan = Extract<Plan, { kind: 'IXSCAN' }>;

/**
 * Describes the plan that a command would use, as the planner chooses it. Nothing is executed at any
 * verbosity.
 */
export const explain: Command = {
  fields: ['verbosity'],
  run({ body, db }, { store }) {
    const explained = field(body, 'explain');
    if (!isDoc(explained)) throw new CommandError('TypeMismatch', 'explain needs a command');
    const [name = ''] = Object.keys(explained);
    const { filter, sort } = queryOf(name, explained);
    compileFilter(filter);
    const fields = parseSort(sort);
    const collectionName = String(field(explained, name));
    const collection = store.find(db, collectionName);
    const plan: Plan =
      collection === undefined ? { kind: 'COLLSCAN' } : planQuery(collection, filter, fields);
    const access = isCounting(name, explained) && isCounted(plan) ? describeCount(plan) : describe(plan);
    const needsSort = fields.length > 0 && (plan.kind === 'COLLSCAN' || plan.order === 'none');
    const winningPlan = needsSort ? { stage: 'SORT', sortPattern: sort, inputStage: access } : access;
    return ok({
      explainVersion: '1',
      queryPlanner: {
        namespace: `${db}.${collectionName}`,
        parsedQuery: filter,
        winningPlan,
        rejectedPlans: [],
      },
      command: explained,
    });
  },
};

function queryOf(name: string, command: Doc): { filter: Doc; sort: Value } {
  const statement = (list: Value): Doc => docOf(Array.isArray(list) ? list[0] : undefined, name);
  switch (name) {
    case 'find':
      return { filter: docOf(field(command, 'filter'), 'filter'), sort: field(command, 'sort') };
    case 'count':
    case 'distinct':
      return { filter: docOf(field(command, 'query'), 'query'), sort: undefined };
    case 'findAndModify':
      return { filter: docOf(field(command, 'query'), 'query'), sort: field(command, 'sort') };
    case 'update':
      return { filter: docOf(field(statement(field(command, 'updates')), 'q'), 'q'), sort: undefined };
    case 'delete':
      return { filter: docOf(field(statement(field(command, 'deletes')), 'q'), 'q'), sort: undefined };
    case 'aggregate': {
      const pipeline = field(command, 'pipeline');
      return leadingQuery(Array.isArray(pipeline) ? pipeline : []);
    }
    default:
      throw new CommandError(
        'CommandNotFound',
        `explain of '${name}' is not supported by the embedded MongoDB`,
      );
  }
}

function isCounting(name: string, command: Doc): boolean {
  if (name !== 'aggregate') return name === 'count';
  const pipeline = field(command, 'pipeline');
  return Array.isArray(pipeline) && countingOf(leadingQuery(pipeline).rest) !== undefined;
}

function describe(plan: Plan): Doc {
  if (plan.kind === 'COLLSCAN') return { stage: 'COLLSCAN', direction: 'forward' };
  return { stage: 'FETCH', inputStage: entries('IXSCAN', plan) };
}

/** Describes a count of index entries, which reads no document. */
function describeCount(plan: IndexPlan): Doc {
  return { stage: 'COUNT', inputStage: entries('COUNT_SCAN', plan) };
}

function entries(stage: string, plan: IndexPlan): Doc {
  return {
    stage,
    keyPattern: plan.key,
    indexName: plan.index,
    isMultiKey: plan.isMultikey,
    direction: plan.direction === 1 ? 'forward' : 'backward',
    ranges: plan.ranges.length,
    ...(plan.checks.length > 0 && { intersectedWith: plan.checks.length }),
  };
}
