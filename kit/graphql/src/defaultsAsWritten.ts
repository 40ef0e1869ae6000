import {
  type ASTNode,
  type DocumentNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';

/**
 * Restores each default in an SDL as the sources write it. Apollo's libraries keep a default as a JavaScript
 * value: for a custom scalar, the enum value `RED` becomes the string `"RED"`, and a number of more than 15
 * digits changes.
 * @param sdl an SDL that was composed from the sources. A default that it lacks is not added.
 * @param sources the first source with a default for an argument or input field wins.
 */
export function defaultsAsWritten(sdl: string, sources: readonly DocumentNode[]): string {
  const written = new Map<string, string>();
  for (const source of sources) {
    for (const [coordinate, { defaultValue }] of inputsOf(source)) {
      if (defaultValue && !written.has(coordinate)) written.set(coordinate, print(defaultValue));
    }
  }
  let text = '';
  let end = 0;
  for (const [coordinate, { defaultValue }] of inputsOf(parse(sdl))) {
    const value = written.get(coordinate);
    if (!defaultValue?.loc || value === undefined) continue;
    text += sdl.slice(end, defaultValue.loc.start) + value;
    end = defaultValue.loc.end;
  }
  return text + sdl.slice(end);
}

/** Returns the arguments and input fields in the order of the text, by schema coordinate. */
function inputsOf(document: DocumentNode): readonly (readonly [string, InputValueDefinitionNode])[] {
  const found: [string, InputValueDefinitionNode][] = [];
  const roots = rootNames(document);
  visit(document, {
    InputValueDefinition(node, _key, _parent, _path, ancestors) {
      const [type, ...fields] = ancestors.filter(isNamed);
      if (!type) return;
      const owner =
        type.kind === Kind.DIRECTIVE_DEFINITION
          ? `@${type.name.value}`
          : (roots.get(type.name.value) ?? type.name.value);
      found.push([[owner, ...fields.map(({ name }) => name.value), node.name.value].join('.'), node]);
    },
  });
  return found;
}

/**
 * Maps the root types' names to the usual ones, because a subgraph may rename them but a supergraph does not.
 */
function rootNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const usual = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;
  return new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.SCHEMA_DEFINITION || each.kind === Kind.SCHEMA_EXTENSION
        ? (each.operationTypes ?? []).map(
            ({ type, operation }) => [type.name.value, usual[operation]] as const,
          )
        : [],
    ),
  );
}

type Named = Extract<ASTNode, { readonly name: { readonly value: string } }>;

function isNamed(node: ASTNode | readonly ASTNode[]): node is Named {
  return 'name' in node && typeof node.name === 'object';
}
