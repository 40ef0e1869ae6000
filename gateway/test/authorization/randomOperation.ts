import {
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import type { Asked } from './world.ts';

type Below = (limit: number) => number;

/**
 * Returns a valid random query, with aliases, all kinds of fragments, and directives with variables.
 * @param forStock omits what the stock executor answers wrongly, with or without authorization.
 */
export function randomOperation(
  schema: GraphQLSchema,
  below: Below,
  { forStock }: { forStock: boolean },
): Asked {
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;
  const composites = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLCompositeType =>
      isCompositeType(type) && !type.name.startsWith('__') && type.name !== 'Mutation',
  );
  // It loses fields in a fragment on an interface, in an object without `__typename`; and it drops directives
  // in fragments.
  const everyTypename = forStock && below(2) === 0;
  const conditions = composites.filter((type) => everyTypename || !forStock || isObjectType(type));
  const possible = (type: GraphQLCompositeType) =>
    new Set(isAbstractType(type) ? schema.getPossibleTypes(type) : [type]);
  const overlaps = (a: GraphQLCompositeType, b: GraphQLCompositeType) =>
    [...possible(a)].some((type) => possible(b).has(type));
  const fragments: { readonly name: string; readonly type: GraphQLCompositeType; readonly text: string }[] =
    [];

  const directive = () =>
    forStock || below(5) > 0
      ? ''
      : ` @${pick(['skip', 'include'])}(if: ${pick(['$yes', '$no', '$unset', 'true'])})`;

  const selectionSet = (type: GraphQLCompositeType, depth: number): string => {
    const selections = Array.from({ length: 1 + below(4) }, () => selection(type, depth));
    return `{ ${everyTypename ? '__typename ' : ''}${selections.join(' ')} }`;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const kind = below(8);
    if (kind === 0) {
      const inner = below(4) > 0 ? pick(conditions.filter((each) => overlaps(each, type))) : null;
      return `...${inner ? ` on ${inner.name}` : ''}${directive()} ${selectionSet(inner ?? type, depth + 1)}`;
    }
    if (kind === 1) {
      const fitting = fragments.filter((each) => overlaps(each.type, type));
      if (fitting.length > 0) return `...${pick(fitting).name}${directive()}`;
    }
    return field(type, depth);
  };

  const field = (type: GraphQLCompositeType, depth: number): string => {
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const leaves = fields.filter((each) => !isCompositeType(getNamedType(each.type)));
    const candidates = depth < 5 ? fields : leaves;
    if (candidates.length === 0 || below(8) === 0) return pick(['__typename', `t${below(2)}: __typename`]);
    const { name, type: given } = pick(candidates);
    const inner = getNamedType(given);
    // One alias for one field, so that no two selections of a key differ.
    const alias = below(4) === 0 ? `a_${name}: ` : '';
    return `${alias}${name}${directive()}${isCompositeType(inner) ? ` ${selectionSet(inner, depth + 1)}` : ''}`;
  };

  for (let n = below(4); n > 0; n--) {
    const type = pick(conditions);
    // It can spread only fragments that already exist.
    const text = `fragment F${n} on ${type.name} ${selectionSet(type, 2)}`;
    fragments.push({ name: `F${n}`, type, text });
  }
  const root = schema.getQueryType()!;
  const body = selectionSet(root, 0);
  const used = new Set<string>();
  const look = (text: string) => {
    for (const [, name = ''] of text.matchAll(/\.\.\.(F\d)/g)) {
      if (used.has(name)) continue;
      used.add(name);
      look(fragments.find((each) => each.name === name)!.text);
    }
  };
  look(body);
  const texts = fragments.filter(({ name }) => used.has(name)).map(({ text }) => text);
  const all = [body, ...texts].join('\n');
  const declared = ['$yes: Boolean!', '$no: Boolean!', '$unset: Boolean = true'].filter((each) =>
    all.includes(each.split(':', 1)[0]!),
  );
  const variables = Object.fromEntries(
    [['yes', true] as const, ['no', false] as const].filter(([name]) => all.includes(`$${name}`)),
  );
  return { query: `query Q${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${all}`, variables };
}
