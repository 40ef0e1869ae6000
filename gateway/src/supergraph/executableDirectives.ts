import {
  type DirectiveNode,
  GraphQLOneOfDirective,
  Kind,
  type NameNode,
  OperationTypeNode,
  parse,
  print,
  visit,
} from 'graphql';
import { directivesOf, linksIn } from './linkedNames.ts';
import { stripSecurityFeatures } from './securityFeatures.ts';

/**
 * The locations of directives in operations (GraphQL specification, section "Directives":
 * ExecutableDirectiveLocation).
 */
const EXECUTABLE = new Set([
  ...Object.values(OperationTypeNode).map((kind) => kind.toUpperCase()),
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/** Adapts a supergraph for Apollo's libraries: it removes the features that the gateway implements itself. */
export const adaptSupergraph = (supergraphSdl: string): string =>
  defineOneOf(keepExecutableDirectives(stripSecurityFeatures(supergraphSdl)));

/**
 * Adds the definition of `@oneOf`, which Apollo's libraries need; a supergraph of another composer may lack
 * it.
 */
function defineOneOf(supergraphSdl: string): string {
  const isOneOf = ({ name }: { readonly name: NameNode }) => name.value === GraphQLOneOfDirective.name;
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const isDefined = definitions.some((each) => each.kind === Kind.DIRECTIVE_DEFINITION && isOneOf(each));
  const isApplied = definitions.some(
    (each) => each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && each.directives?.some(isOneOf),
  );
  return isApplied && !isDefined ? `directive @oneOf on INPUT_OBJECT\n\n${supergraphSdl}` : supergraphSdl;
}

/**
 * Removes the `@link` of features whose directives clients may use; `@composeDirective` leaves such links.
 *
 * `@apollo/gateway` removes everything that belongs to a linked feature from the API schema, and then refuses
 * operations that use it: "Unknown directive". Without the link it is an ordinary directive. A feature with a
 * purpose (`for:`) keeps its link.
 */
export function keepExecutableDirectives(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const executable = new Set(
    document.definitions.flatMap((each) =>
      each.kind === Kind.DIRECTIVE_DEFINITION && each.locations.some(({ value }) => EXECUTABLE.has(value))
        ? [each.name.value]
        : [],
    ),
  );
  const gone = new Set<DirectiveNode>(
    linksIn(document).filter((link) => {
      const hasPurpose = link.arguments?.some(({ name }) => name.value === 'for');
      return !hasPurpose && [...executable].some(directivesOf(link));
    }),
  );
  if (gone.size === 0) return supergraphSdl;
  return print(
    visit(document, { [Kind.DIRECTIVE]: (node: DirectiveNode) => (gone.has(node) ? null : undefined) }),
  );
}
