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

/** Where clients may write a directive (GraphQL specification, section "Directives": ExecutableDirectiveLocation). */
const EXECUTABLE = new Set([
  ...Object.values(OperationTypeNode).map((kind) => kind.toUpperCase()),
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/** A supergraph as Apollo's libraries can read it, without what the gateway does by itself. */
export const adaptSupergraph = (supergraphSdl: string): string =>
  defineOneOf(keepExecutableDirectives(stripSecurityFeatures(supergraphSdl)));

/** Apollo's libraries know `@oneOf` only where it is defined, which a supergraph made by others need not do. */
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
 * Takes away the `@link` of features whose directives are for clients, as `@composeDirective` leaves it.
 *
 * `@apollo/gateway` takes all that belongs to a linked feature out of the schema for clients, and then refuses their
 * operations: "Unknown directive". Without the link it is a directive as every other. A feature with a purpose (`for:`) stays.
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
