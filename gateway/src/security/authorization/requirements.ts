/**
 * Reads what a supergraph's SDL requires of callers: `@authenticated`, `@requiresScopes` and `@policy`
 * (Apollo Federation specification v2.5).
 */
import { OperatorError } from '@holdfast/kit-base/errors';
import { type ConstDirectiveNode, type DocumentNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { z } from 'zod';
import { securityDirectivesOf } from '../../supergraph/securityFeatures.ts';
import type { Grants } from './grants.ts';

export type Requirement =
  | { readonly feature: 'authenticated' }
  /** The caller needs every scope of at least one of these sets. */
  | { readonly feature: 'requiresScopes'; readonly anyOf: readonly (readonly string[])[] }
  /** A rule outside the graph. The gateway cannot evaluate it, so no caller meets it. */
  | { readonly feature: 'policy' };

/** Requirements by coordinate, such as `Order` or `Order.payment`. A caller has to meet all of them. */
export type Requirements = ReadonlyMap<string, readonly Requirement[]>;

const scopesSchema = z.array(z.array(z.string()));

export function isMet(requirement: Requirement, { authenticated, scopes }: Grants): boolean {
  if (!authenticated) return false;
  switch (requirement.feature) {
    case 'authenticated':
      return true;
    case 'requiresScopes':
      return requirement.anyOf.some((all) => all.every((scope) => scopes.has(scope)));
    case 'policy':
      return false;
    default:
      return requirement satisfies never;
  }
}

/**
 * Reads the requirements, under whatever names the directives have in this supergraph.
 *
 * Composition collects the requirements of objects on their interface (since 2.9.4 authors cannot write them
 * there). Enforced there, one object's requirement would also refuse the fields of another. Each object has
 * its own requirements, so the collected ones are dropped. Requirements on an interface alone, which older
 * compositions allow, also apply to its objects, so that a fragment does not bypass them.
 * @throws OperatorError for a `@requiresScopes` without valid scopes.
 */
export function readRequirements(supergraphSdl: string): Requirements {
  const document = parse(supergraphSdl, { noLocation: true });
  const directives = securityDirectivesOf(document);
  const found = new Map<string, Requirement[]>();
  if (directives.size === 0) return found;
  const add = (coordinate: string, more: readonly Requirement[]) => {
    if (more.length > 0) found.set(coordinate, [...(found.get(coordinate) ?? []), ...more]);
  };
  for (const definition of document.definitions) {
    if (!('directives' in definition && 'name' in definition && definition.name)) continue;
    const type = definition.name.value;
    const read = (given: readonly ConstDirectiveNode[] = [], coordinate: string) =>
      add(coordinate, given.flatMap(requirementOf(directives, coordinate)));
    read(definition.directives as readonly ConstDirectiveNode[], type);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) read(field.directives, `${type}.${field.name.value}`);
  }
  const unique = interfacesOf(document).flatMap((each) => ofInterfaceAlone(each, found));
  for (const { coordinate, objects, requirements } of unique) {
    found.set(coordinate, requirements);
    for (const object of objects) add(object, requirements);
  }
  return found;
}

const requirementOf =
  (directives: ReadonlyMap<string, string>, coordinate: string) =>
  ({ name, arguments: given = [] }: ConstDirectiveNode): Requirement[] => {
    switch (directives.get(name.value)) {
      case 'authenticated':
        return [{ feature: 'authenticated' }];
      case 'policy':
        return [{ feature: 'policy' }];
      case 'requiresScopes': {
        const argument = given.find((each) => each.name.value === 'scopes');
        const scopes = scopesSchema.safeParse(argument && valueFromASTUntyped(argument.value));
        if (scopes.success) return [{ feature: 'requiresScopes', anyOf: scopes.data }];
        throw new OperatorError(
          `the supergraph cannot be used: @${name.value} of ${coordinate} has no list of lists of scopes.`,
        );
      }
      default:
        return [];
    }
  };

interface Interface {
  readonly name: string;
  /** The names of the objects that implement it. */
  readonly objects: readonly string[];
}

function interfacesOf({ definitions }: DocumentNode): readonly Interface[] {
  const objects = definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
  return definitions
    .filter((definition) => definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
    .map(({ name: { value } }) => ({
      name: value,
      objects: objects
        .filter(({ interfaces = [] }) => interfaces.some(({ name }) => name.value === value))
        .map(({ name }) => name.value),
    }));
}

/**
 * Returns the requirements that none of the interface's objects has, with the matching coordinates of the
 * objects.
 */
function ofInterfaceAlone({ name, objects }: Interface, found: ReadonlyMap<string, readonly Requirement[]>) {
  const places = [...found].filter(([place]) => place === name || place.startsWith(`${name}.`));
  return places.map(([coordinate, requirements]) => {
    const theirs = objects.map((object) => object + coordinate.slice(name.length));
    const has = (feature: string) =>
      theirs.some((their) => found.get(their)?.some((each) => each.feature === feature));
    const own = requirements.filter(({ feature }) => !has(feature));
    return { coordinate, objects: theirs, requirements: own };
  });
}
