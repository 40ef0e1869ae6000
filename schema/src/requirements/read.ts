import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { elementsIn } from '../elements.ts';
import { type DirectiveNames, directiveNamesIn } from './directiveNames.ts';
import { both, NOTHING, normalised, SIGNED_IN, type Terms } from './terms.ts';

/** The features that restrict access. */
export const ACCESS_FEATURES = ['authenticated', 'requiresScopes', 'policy'] as const;

type Feature = (typeof ACCESS_FEATURES)[number];

/**
 * The requirements for callers, by coordinate: `Order`, `Order.payment`. Coordinates without requirements are
 * missing.
 */
export type Requirements = ReadonlyMap<string, Terms>;

/**
 * The requirements at one coordinate, by feature, because composition collects each feature on interfaces by
 * itself.
 */
type ByFeature = ReadonlyMap<Feature, Terms>;

/**
 * Reads `@authenticated`, `@requiresScopes` and `@policy` from a supergraph, under whatever names they have
 * there.
 *
 * Composition collects on an interface what its objects require. That is omitted, because it is reported for
 * the objects, which decide (docs/decisions/0017). What only the interface requires, as older compositions
 * allow, stays.
 */
export function readRequirements(supergraph: string): Requirements {
  const document = parse(supergraph, { noLocation: true });
  const names = directiveNamesIn(document, ACCESS_FEATURES);
  if (names.size === 0) return new Map();
  const found = new Map<string, ByFeature>();
  for (const definition of document.definitions) {
    for (const [coordinate, { directives = [] }] of elementsIn(definition)) {
      const features = byFeature(directives, names);
      if (features.size > 0) found.set(coordinate, features);
    }
  }
  const isCollected = collectedOnInterfaces(document, found);
  const requirements = [...found].flatMap(([coordinate, features]): [string, Terms][] => {
    const own = [...features].filter(([feature]) => !isCollected(coordinate, feature));
    return own.length > 0 ? [[coordinate, own.map(([, terms]) => terms).reduce(both)]] : [];
  });
  return new Map(requirements);
}

function byFeature(directives: readonly ConstDirectiveNode[], names: DirectiveNames<Feature>): ByFeature {
  const found = new Map<Feature, Terms>();
  for (const directive of directives) {
    const feature = names.get(directive.name.value);
    if (feature) found.set(feature, both(found.get(feature) ?? NOTHING, termsOf(directive, feature)));
  }
  return found;
}

function termsOf(directive: ConstDirectiveNode, feature: Feature): Terms {
  switch (feature) {
    case 'authenticated':
      return [[SIGNED_IN]];
    case 'requiresScopes':
      return normalised(
        listsOf(directive, 'scopes').map((all) => [SIGNED_IN, ...all.map((name) => `scope ${name}`)]),
      );
    case 'policy':
      return normalised(listsOf(directive, 'policies').map((all) => all.map((name) => `policy ${name}`)));
    default:
      return feature satisfies never;
  }
}

/**
 * Returns a list of lists of names. An invalid argument, which composition rejects, is a requirement nobody
 * can meet.
 */
function listsOf(
  { arguments: given = [] }: ConstDirectiveNode,
  name: string,
): readonly (readonly string[])[] {
  const argument = given.find((each) => each.name.value === name);
  const value: unknown = argument && valueFromASTUntyped(argument.value);
  if (!Array.isArray(value)) return [];
  return value.map((all: unknown) => (Array.isArray(all) ? all : [all]).map(String));
}

/**
 * Returns a predicate for coordinates of an interface at which one of its objects requires the same feature.
 */
function collectedOnInterfaces({ definitions }: DocumentNode, found: ReadonlyMap<string, ByFeature>) {
  const objects = new Map<string, string[]>();
  for (const definition of definitions) {
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION && !objects.has(definition.name.value))
      objects.set(definition.name.value, []);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const { name } of definition.interfaces ?? [])
      objects.set(name.value, [...(objects.get(name.value) ?? []), definition.name.value]);
  }
  return (coordinate: string, feature: Feature): boolean => {
    const [type = '', field] = coordinate.split('.');
    return (objects.get(type) ?? []).some((object) =>
      found.get(field === undefined ? object : `${object}.${field}`)?.has(feature),
    );
  };
}
