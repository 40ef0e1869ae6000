/**
 * The truth, by the GraphQL specification alone: graphql-js executes the operation over the API schema, with
 * the values that the subgraphs use (`data.ts`). It involves no federation: no plan, no representation, no
 * merging. So it also judges what `@apollo/gateway` gets wrong, and defects that both executors have or the
 * planner that they share.
 *
 * It judges the data: every value, every propagated null, and the order of keys; and of the errors those of
 * illegal nulls. It cannot judge other errors, because they depend on requests. Of the faults of subgraphs it
 * only follows fields that are null everywhere.
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
  /** JSON; null when a null has propagated to the root. */
  readonly data: string;
  /** The places of illegal nulls, as paths joined by dots. */
  readonly nulls: readonly string[];
}

export interface Truth {
  answer(operation: Operation, scene: { readonly faults: FaultPlan; readonly world: number }): Right;
  /** Returns the value of a field set in an object's representation. */
  represent(value: unknown, set: SelectionSetNode, asking: Asking): unknown;
}

interface Asking {
  readonly faults: FaultPlan;
  readonly world: number;
}

/** @param api the API schema. */
export function createTruth(
  api: GraphQLSchema,
  { data, declarations, facts }: { data: Data; declarations: Declarations; facts: Facts },
): Truth {
  /** Finds a field's declaration, which may come from an interface that a subgraph declares as an object. */
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

  /** Returns an object with its concrete type, even when a subgraph declares its interface as an object. */
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
      if (result instanceof Promise) throw new Error('The execution must be synchronous.');
      const nulls = (result.errors ?? []).map(({ path = [] }) => path.join('.'));
      return { data: JSON.stringify(result.data ?? null), nulls };
    },
  };
}
