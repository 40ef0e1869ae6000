import { type DirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { featureOf, linksIn, readLinkedNames } from './linkedNames.ts';

/** Features of the supergraph by the name in their specification's URL. `@inaccessible` is one for SECURITY as
 * well, and stays: `@apollo/gateway` knows it. */
const STRIPPED = new Set(['authenticated', 'requiresScopes', 'policy']);

/** What a directive argument of `@requiresScopes` or `@policy` is made of, when it was not renamed. */
const THEIR_SCALARS = new Set(['federation__Scope', 'federation__Policy']);

/**
 * Takes `@authenticated`, `@requiresScopes` and `@policy` out of a supergraph: their `@link`, their definitions, their
 * scalars and where they are applied.
 *
 * `@apollo/gateway` refuses to load a supergraph with them ("feature … is for: SECURITY but is unsupported"), since
 * it could not enforce them. Here nothing is lost by that: the gateway enforces them before it plans (security/authorization),
 * and the subgraph that owns a field what stands in its own SDL (kit/authorization).
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

/** The feature, `authenticated`, `requiresScopes` or `policy`, by the name that its directive has in this supergraph. */
export function securityDirectivesOf(supergraph: DocumentNode): ReadonlyMap<string, string> {
  return new Map(
    [...STRIPPED].flatMap((feature) => {
      const names = readLinkedNames(supergraph, feature, [feature]);
      return names ? Object.values(names).map((name) => [name, feature] as const) : [];
    }),
  );
}
