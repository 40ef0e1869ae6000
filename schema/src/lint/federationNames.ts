import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

const FEDERATION = /^https:\/\/specs\.apollo\.dev\/federation\//;

/** What a subgraph calls the directives of federation, which it may import under other names; `@key` is `key` here. */
export type FederationNames = (directive: ConstDirectiveNode) => string;

/**
 * Reads the `@link` of a subgraph's schema. A directive that it does not import is known by the prefix of the link; one
 * that is not federation's keeps its name.
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

/** The values of a directive's arguments, by name. */
export function argumentsOf({ arguments: given }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries((given ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}
