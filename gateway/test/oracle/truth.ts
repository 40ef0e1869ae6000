/**
 * What is right, by the GraphQL specification alone: graphql-js executes the operation over one schema, that which clients see, whose
 * fields have the values that the subgraphs answer from (`data.ts`). There is no federation in it: no plan, no representation, no
 * merging. So it judges what `@apollo/gateway` gets wrong as well, and what both executors, or the planner they share, do.
 *
 * It judges data: every value, every null that another costs, and the order of keys; and of errors those of nulls that must not be.
 * Not others, since it does not know which request met them. Nor does it follow what subgraphs do but for fields that are null everywhere.
 */
import {
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getArgumentValues,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { canonical, type Data, isThing, type Thing } from './data.ts';
import type { Declarations } from './declarations.ts';
import type { Facts } from './facts.ts';
import type { FaultPlan } from './faults.ts';
import type { Operation } from './operations/random.ts';

export interface Right {
  /** JSON; null where one null has cost everything. */
  readonly data: string;
  /** Where null stands that must not, as paths joined by dots. */
  readonly nulls: readonly string[];
}

export interface Truth {
  answer(operation: Operation, scene: { readonly faults: FaultPlan; readonly world: number }): Right;
  /** What a representation of an object has for a field set. */
  represent(value: unknown, set: SelectionSetNode, asking: Asking): unknown;
}

interface Asking {
  readonly faults: FaultPlan;
  readonly world: number;
}

/** @param api what clients see. */
export function createTruth(
  api: GraphQLSchema,
  { data, declarations, facts }: { data: Data; declarations: Declarations; facts: Facts },
): Truth {
  /** An object may have fields by an interface that a subgraph knows as an object. */
  const find = (type: string, field: string) =>
    declarations.find(type, field) ?? declarations.find(facts.identityOf(type) ?? '', field);

  function resolve(owner: Thing, fieldName: string, args: object, { faults, world }: Asking): unknown {
    const { __typename, key } = owner;
    const declared = find(__typename, fieldName);
    if (!declared) throw new Error(`No subgraph resolves ${__typename}.${fieldName}.`);
    if (faults.fieldFault('*', key, fieldName) === 'null') return null;
    const { schema, field, requires } = declared;
    const type = declarations.strictest(__typename, fieldName, field.type);
    const given = requires ? canonical(represent(owner, requires.set, { faults, world }), requires.tree) : '';
    return concrete(data.field({ schema, type, owner, fieldName, args, world, given }));
  }

  function represent(value: unknown, set: SelectionSetNode, asking: Asking): unknown {
    if (Array.isArray(value)) return value.map((each) => represent(each, set, asking));
    if (!isThing(value)) return value ?? null;
    const parts: Record<string, unknown> = {};
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) {
        const on = node.typeCondition?.name.value ?? value.__typename;
        if (on === value.__typename) Object.assign(parts, represent(value, node.selectionSet, asking));
      }
      if (node.kind !== Kind.FIELD) continue;
      const name = node.name.value;
      const declared = find(value.__typename, name);
      const args = declared ? getArgumentValues(declared.field, node) : {};
      const part = resolve(value, name, args, asking);
      parts[name] = node.selectionSet ? represent(part, node.selectionSet, asking) : part;
    }
    return parts;
  }

  /** A subgraph may know an interface as an object; the graph knows what it is. */
  function concrete(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(concrete);
    if (!isThing(value) || isObjectType(api.getType(value.__typename))) return value;
    const types = facts.implementations.get(value.__typename) ?? [];
    return { ...value, __typename: types[(value.n ?? 0) % types.length] ?? value.__typename };
  }

  const fieldResolver: GraphQLFieldResolver<Thing | undefined, Asking> = (source, args, asking, info) => {
    const { name } = info.parentType;
    return resolve(source ?? { __typename: name, key: name }, info.fieldName, args, asking);
  };

  return {
    represent,
    answer({ query, variables }, asking) {
      const result = execute({
        schema: api,
        document: parse(query, { noLocation: true }),
        variableValues: variables,
        contextValue: asking,
        fieldResolver,
        typeResolver: ({ __typename }: Thing) => __typename,
      });
      if (result instanceof Promise) throw new Error('Nothing of it waits.');
      const nulls = (result.errors ?? []).map(({ path = [] }) => path.join('.'));
      return { data: JSON.stringify(result.data ?? null), nulls };
    },
  };
}
