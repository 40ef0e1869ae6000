import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/** Maps the name of a directive in one supergraph to its feature. */
export type DirectiveNames<F extends string> = ReadonlyMap<string, F>;

/**
 * Returns the names of the directives of some features in a supergraph (https://specs.apollo.dev/link/v1.0,
 * "Importing" and "Name conventions"). Each directive has the name of its feature, unless `as` or the import
 * renames it.
 */
export function directiveNamesIn<F extends string>(
  { definitions }: DocumentNode,
  features: readonly F[],
): DirectiveNames<F> {
  const links = definitions
    .filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION)
    .flatMap((definition) => ('directives' in definition ? (definition.directives ?? []) : []))
    .filter(({ name }) => name.value === 'link');
  return new Map(links.flatMap((link) => nameIn(link as ConstDirectiveNode, features)));
}

function nameIn<F extends string>(
  { arguments: given = [] }: ConstDirectiveNode,
  features: readonly F[],
): [string, F][] {
  const link = new Map(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value) as unknown]));
  const url = link.get('url');
  const feature = features.find((each) => typeof url === 'string' && url.split('/').at(-2) === each);
  if (!feature) return [];
  const prefix = link.get('as');
  return [
    [importedAs(link.get('import'), feature) ?? (typeof prefix === 'string' ? prefix : feature), feature],
  ];
}

function importedAs(imports: unknown, feature: string): string | undefined {
  for (const each of Array.isArray(imports) ? (imports as unknown[]) : []) {
    if (typeof each !== 'object' || each === null || !('name' in each) || each.name !== `@${feature}`)
      continue;
    return 'as' in each && typeof each.as === 'string' ? each.as.slice(1) : feature;
  }
  return undefined;
}
