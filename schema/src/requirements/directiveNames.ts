import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

const FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;

export type Feature = (typeof FEATURES)[number];

/** By the name that a directive has in one supergraph, what it is. */
export type DirectiveNames = ReadonlyMap<string, Feature>;

/**
 * What the directives that guard are called in a supergraph (https://specs.apollo.dev/link/v1.0, "Importing" and "Name
 * conventions"): each is the feature's own, so it goes by the feature's name, unless `as` or the import says otherwise.
 */
export function directiveNamesIn({ definitions }: DocumentNode): DirectiveNames {
  const links = definitions
    .filter(({ kind }) => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION)
    .flatMap((definition) => ('directives' in definition ? (definition.directives ?? []) : []))
    .filter(({ name }) => name.value === 'link');
  return new Map(links.flatMap((link) => nameIn(link as ConstDirectiveNode)));
}

function nameIn({ arguments: given = [] }: ConstDirectiveNode): [string, Feature][] {
  const link = new Map(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value) as unknown]));
  const url = link.get('url');
  const feature = FEATURES.find((each) => typeof url === 'string' && url.split('/').at(-2) === each);
  if (!feature) return [];
  const prefix = link.get('as');
  return [
    [importedAs(link.get('import'), feature) ?? (typeof prefix === 'string' ? prefix : feature), feature],
  ];
}

function importedAs(imports: unknown, feature: Feature): string | undefined {
  for (const each of Array.isArray(imports) ? (imports as unknown[]) : []) {
    if (typeof each !== 'object' || each === null || !('name' in each) || each.name !== `@${feature}`)
      continue;
    return 'as' in each && typeof each.as === 'string' ? each.as.slice(1) : feature;
  }
  return undefined;
}
