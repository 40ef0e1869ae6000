import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { featureOf, linksIn, readLinkedNames } from './linkedNames.ts';

/**
 * The features to remove, by the name in their specification's URL. `@inaccessible` is for SECURITY as well,
 * but stays: `@apollo/gateway` supports it.
 */
const STRIPPED = new Set(['authenticated', 'requiresScopes', 'policy']);

/** The scalars in the arguments of `@requiresScopes` and `@policy`, unless renamed. */
const THEIR_SCALARS = new Set(['federation__Scope', 'federation__Policy']);

/**
 * Removes `@authenticated`, `@requiresScopes` and `@policy` from a supergraph: their `@link`, definitions,
 * scalars and applications.
 *
 * `@apollo/gateway` refuses to load a supergraph with them ("feature … is for: SECURITY but is unsupported"),
 * because it could not enforce them. Nothing is lost here: the gateway enforces them before it plans
 * (security/authorization), and each subgraph enforces those in its own SDL (kit/authorization).
 */
export function stripSecurityFeatures(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const directives = securityDirectivesOf(document);
  if (directives.size === 0) return supergraphSdl;
  const isTheirs = (name: string) => THEIR_SCALARS.has(name) || directives.has(name.split('__')[0] ?? name);
  const kept = document.definitions.filter((definition) => {
    const theirs =
      definition.kind === Kind.DIRECTIVE_DEFINITION || definition.kind === Kind.SCALAR_TYPE_DEFINITION;
    return !(theirs && isTheirs(definition.name.value));
  });
  const gone = new Set<DirectiveNode>(linksIn(document).filter((link) => STRIPPED.has(featureOf(link))));
  return print(
    visit(
      { ...document, definitions: kept },
      {
        [Kind.DIRECTIVE]: (node: DirectiveNode) =>
          gone.has(node) || directives.has(node.name.value) ? null : undefined,
      },
    ),
  );
}

/**
 * Returns the feature (`authenticated`, `requiresScopes` or `policy`) by the name of its directive in this
 * supergraph.
 */
export function securityDirectivesOf(supergraph: DocumentNode): ReadonlyMap<string, string> {
  return new Map(
    [...STRIPPED].flatMap((feature) => {
      const names = readLinkedNames(supergraph, feature, [feature]);
      return names ? Object.values(names).map((name) => [name, feature] as const) : [];
    }),
  );
}
