import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

/**
 * Reads the names of a feature's directives in a supergraph (https://specs.apollo.dev/link/v1.0, sections
 * "Importing" and "Name conventions"): the imported name, which may be renamed, otherwise
 * `feature__directive`.
 * @param feature the feature's name in the URL of its specification: `cost`.
 * @returns undefined when the supergraph does not link the feature.
 */
export function readLinkedNames<const Name extends string>(
  { definitions }: DocumentNode,
  feature: string,
  directives: readonly Name[],
): Record<Name, string> | undefined {
  const node = linksIn({ definitions }).find((each) => featureOf(each) === feature);
  if (!node) return undefined;
  const link = argumentsOf(node);
  const prefix = typeof link['as'] === 'string' ? link['as'] : feature;
  const imported = new Map(Array.isArray(link['import']) ? link['import'].flatMap(nameOf) : []);
  const names = directives.map((name): [string, string] => {
    // A directive with the feature's own name has no prefix.
    const standard = name === feature ? prefix : `${prefix}__${name}`;
    return [name, imported.get(name) ?? standard];
  });
  return Object.fromEntries(names) as Record<Name, string>;
}

/**
 * Returns a predicate: true when a directive's name in the supergraph belongs to the feature of a `@link`.
 */
export function directivesOf(node: ConstDirectiveNode): (directive: string) => boolean {
  const link = argumentsOf(node);
  const prefix = typeof link['as'] === 'string' ? link['as'] : featureOf(node);
  const imported = new Set(
    (Array.isArray(link['import']) ? link['import'].flatMap(nameOf) : []).map(([, name]) => name),
  );
  return (directive) =>
    imported.has(directive) || directive === prefix || directive.startsWith(`${prefix}__`);
}

/** Returns the applications of `@link`, one for each feature. */
export function linksIn({ definitions }: Pick<DocumentNode, 'definitions'>): readonly ConstDirectiveNode[] {
  return definitions
    .filter((each) => each.kind === Kind.SCHEMA_DEFINITION || each.kind === Kind.SCHEMA_EXTENSION)
    .flatMap((each) => each.directives ?? [])
    .filter(({ name }) => name.value === 'link');
}

/**
 * Returns the feature's name: `authenticated` for `@link(url:
 * "https://specs.apollo.dev/authenticated/v0.1")`.
 */
export function featureOf(link: ConstDirectiveNode): string {
  const { url } = argumentsOf(link);
  return typeof url === 'string' ? (url.split('/').at(-2) ?? '') : '';
}

function argumentsOf({ arguments: given = [] }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));
}

/** Returns the directive's name in an import, and its name in this supergraph. */
function nameOf(imported: unknown): [string, string][] {
  if (typeof imported === 'string') return [[imported.slice(1), imported.slice(1)]];
  const { name, as } = imported as { name?: unknown; as?: unknown };
  if (typeof name !== 'string') return [];
  return [[name.slice(1), typeof as === 'string' ? as.slice(1) : name.slice(1)]];
}
