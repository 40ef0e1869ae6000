import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

const FEDERATION = /^https:\/\/specs\.apollo\.dev\/federation\//;

/**
 * Returns federation's own name of a directive, which a subgraph may import under another name: `key` for
 * `@key`.
 */
export type FederationNames = (directive: ConstDirectiveNode) => string;

/**
 * Reads the `@link` to federation in a subgraph's schema. A directive that is not imported has the prefix of
 * the link; a directive of another origin keeps its name.
 */
export function federationNamesIn(document: DocumentNode): FederationNames {
  const renamed = new Map<string, string>();
  let prefix = 'federation__';
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) continue;
    for (const directive of definition.directives ?? []) {
      const given = argumentsOf(directive);
      if (directive.name.value !== 'link' || !FEDERATION.test(String(given['url']))) continue;
      if (typeof given['as'] === 'string') prefix = `${given['as']}__`;
      for (const entry of Array.isArray(given['import']) ? given['import'] : []) {
        if (typeof entry === 'object' && entry !== null && 'as' in entry && 'name' in entry)
          renamed.set(String(entry.as).replace('@', ''), String(entry.name).replace('@', ''));
      }
    }
  }
  return ({ name: { value } }) =>
    renamed.get(value) ?? (value.startsWith(prefix) ? value.slice(prefix.length) : value);
}

/** Returns the values of a directive's arguments, by name. */
export function argumentsOf({ arguments: given }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries((given ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}
