import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isUnionType,
  parse,
  typeFromAST,
  validate,
} from 'graphql';

/** Returns an integer from 0 up to but not including the limit. */
export type Below = (limit: number) => number;

export interface RandomOperations {
  readonly maxDepth: number;
  /** Aliases that are also the names of fields. */
  readonly aliases: readonly string[];
}

/**
 * Returns a random operation with fragments, aliases, conditions and variables; null when it happens to be
 * invalid.
 */
export function randomOperation(
  schema: GraphQLSchema,
  below: Below,
  { maxDepth, aliases }: RandomOperations,
): string | null {
  const mutation = below(8) === 0 ? schema.getMutationType() : undefined;
  const root = mutation ?? schema.getQueryType();
  if (!root) return null;
  const variables = new Map<string, string>();
  const fragments: string[] = [];
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)];

  const value = (type: GraphQLInputType, depth: number): string => {
    const nullable = getNullableType(type);
    if (!isNonNullType(type) && below(6) === 0) return 'null';
    if (depth < 2 && below(4) === 0) {
      const name = `v${variables.size}`;
      variables.set(name, String(type));
      return `$${name}`;
    }
    if (isListType(nullable)) return `[${value(nullable.ofType, depth + 1)}]`;
    if (isEnumType(nullable)) return pick(nullable.getValues())?.name ?? 'null';
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(
        (field) => isNonNullType(field.type) || (depth < 2 && below(3) === 0),
      );
      const chosen = nullable.isOneOf ? fields.slice(0, 1) : fields;
      return `{${chosen.map((field) => `${field.name}: ${value(field.type, depth + 1)}`).join(', ')}}`;
    }
    const name = getNamedType(type).name;
    if (name === 'Int') return String(below(5));
    if (name === 'Float') return `${below(5)}.5`;
    if (name === 'Boolean') return below(2) ? 'true' : 'false';
    return `"${below(5)}"`;
  };
  const given = (list: readonly GraphQLArgument[]) => {
    const chosen = list.filter((one) => isNonNullType(one.type) || below(3) === 0);
    if (chosen.length === 0) return '';
    return `(${chosen.map((one) => `${one.name}: ${value(one.type, 0)}`).join(', ')})`;
  };
  const condition = () => {
    if (below(7) > 0) return '';
    const name = `c${below(3)}`;
    variables.set(name, 'Boolean!');
    return ` @${below(2) ? 'include' : 'skip'}(if: $${name})`;
  };

  const field = (one: GraphQLField<unknown, unknown>, depth: number): string => {
    const type = getNamedType(one.type);
    const name =
      below(9) === 0 && aliases.length > 0 ? pick(aliases) : below(4) === 0 ? `a${below(3)}` : undefined;
    const inner = isCompositeType(type) ? ` ${selection(type, depth + 1)}` : '';
    return `${name ? `${name}: ` : ''}${one.name}${given(one.args)}${condition()}${inner}`;
  };

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const parts: string[] = below(6) === 0 ? ['__typename'] : [];
    const fields = isUnionType(type) ? [] : Object.values(type.getFields());
    const usable = fields.filter((one) => depth < maxDepth || !isCompositeType(getNamedType(one.type)));
    for (let left = 1 + below(4); left > 0; left -= 1) {
      const one = pick(usable);
      if (one) parts.push(field(one, depth));
    }
    if (isAbstractType(type) && depth <= maxDepth)
      for (const possible of schema.getPossibleTypes(type))
        if (below(2) === 0)
          parts.push(`... on ${possible.name}${condition()} ${selection(possible, depth + 1)}`);
    if (depth > 0 && below(10) === 0) {
      const name = `F${fragments.length}`;
      fragments.push('');
      fragments[Number(name.slice(1))] = `fragment ${name} on ${type.name} { __typename ${parts.join(' ')} }`;
      return `{ ...${name}${condition()} __typename }`;
    }
    return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
  };

  const body = selection(root, 0);
  const head =
    variables.size > 0 ? `(${[...variables].map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
  const text = [`${mutation ? 'mutation' : 'query'} Random${head} ${body}`, ...fragments].join('\n');
  return validate(schema, parse(text)).length === 0 ? text : null;
}

/** Returns a value for each variable of such an operation. */
export function randomVariables(schema: GraphQLSchema, query: string, below: Below): Record<string, unknown> {
  const [operation] = parse(query).definitions;
  if (operation?.kind !== 'OperationDefinition') return {};
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, type }) => {
      const known = typeFromAST(schema, type as never);
      const named = String(known).replace('!', '');
      const value = named === 'Boolean' ? below(2) === 0 : named === 'Int' ? below(4) : `Team-${below(4)}`;
      return [variable.name.value, isInputType(known) ? value : null];
    }),
  );
}
