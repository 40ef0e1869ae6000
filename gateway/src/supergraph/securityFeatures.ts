import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql';

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
  const stripped = securityLinksOf(document);
  if (stripped.length === 0) return supergraphSdl;
  const directives = new Set(stripped.map(directiveNameOf));
  const isTheirs = (name: string) => THEIR_SCALARS.has(name) || directives.has(name.split('__')[0] ?? name);
  const kept = document.definitions.filter((definition) => {
    const theirs =
      definition.kind === Kind.DIRECTIVE_DEFINITION || definition.kind === Kind.SCALAR_TYPE_DEFINITION;
    return !(theirs && isTheirs(definition.name.value));
  });
  const gone = new Set<DirectiveNode>(stripped);
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
  return new Map(securityLinksOf(supergraph).map((link) => [directiveNameOf(link), featureOf(link)]));
}

function securityLinksOf({ definitions }: DocumentNode): readonly ConstDirectiveNode[] {
  return definitions.flatMap(linksOf).filter((link) => STRIPPED.has(featureOf(link)));
}

function linksOf(definition: DefinitionNode): readonly ConstDirectiveNode[] {
  const isSchema = definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION;
  return isSchema ? (definition.directives ?? []).filter(({ name }) => name.value === 'link') : [];
}

/** `authenticated` of `@link(url: "https://specs.apollo.dev/authenticated/v0.1")`. */
function featureOf(link: ConstDirectiveNode): string {
  const url = argumentOf(link, 'url');
  return typeof url === 'string' ? (url.split('/').at(-2) ?? '') : '';
}

/** The name that the feature's directive has here: of its import, of the feature's own `as`, or the feature's. */
function directiveNameOf(link: ConstDirectiveNode): string {
  const feature = featureOf(link);
  const imports = argumentOf(link, 'import');
  const renamed = Array.isArray(imports)
    ? imports.find((entry: { name?: unknown }) => entry.name === `@${feature}`)
    : undefined;
  if (typeof renamed?.as === 'string') return renamed.as.slice(1);
  const as = argumentOf(link, 'as');
  return typeof as === 'string' ? as : feature;
}

function argumentOf(directive: ConstDirectiveNode, name: string): unknown {
  const argument = directive.arguments?.find((candidate) => candidate.name.value === name);
  return argument && valueFromASTUntyped(argument.value);
}
