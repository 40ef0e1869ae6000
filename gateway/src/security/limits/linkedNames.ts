import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/**
 * What directives of a feature are called in a supergraph (https://specs.apollo.dev/link/v1.0, sections "Importing" and
 * "Name conventions"): as imported, with another name where the import says so; otherwise `feature__directive`.
 * @param feature its name in the URL of its specification: `cost`.
 * @returns undefined when the supergraph does not link the feature.
 */
export function readLinkedNames<const Name extends string>(
  { definitions }: DocumentNode,
  feature: string,
  directives: readonly Name[],
): Record<Name, string> | undefined {
  const links = definitions
    .filter((each) => each.kind === Kind.SCHEMA_DEFINITION || each.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((each) => each.directives ?? [])
    .filter(({ name }) => name.value === 'link')
    .map((link) =>
      Object.fromEntries(
        (link.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value) as unknown]),
      ),
    );
  const link = links.find(({ url }) => typeof url === 'string' && url.split('/').at(-2) === feature);
  if (!link) return undefined;
  const prefix = typeof link['as'] === 'string' ? link['as'] : feature;
  const imported = new Map(Array.isArray(link['import']) ? link['import'].flatMap(nameOf) : []);
  const names = directives.map((name): [string, string] => {
    // The directive that has the feature's own name goes by it.
    const standard = name === feature ? prefix : `${prefix}__${name}`;
    return [name, imported.get(name) ?? standard];
  });
  return Object.fromEntries(names) as Record<Name, string>;
}

/** Of an import, the directive's name and what it is called here. */
function nameOf(imported: unknown): [string, string][] {
  if (typeof imported === 'string') return [[imported.slice(1), imported.slice(1)]];
  const { name, as } = imported as { name?: unknown; as?: unknown };
  if (typeof name !== 'string') return [];
  return [[name.slice(1), typeof as === 'string' ? as.slice(1) : name.slice(1)]];
}
