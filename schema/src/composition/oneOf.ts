/**
 * Carries `@oneOf` around composition, which does not know it: it is removed from the subgraphs' SDL and
 * added to the composed schemas. An input is `@oneOf` as soon as one subgraph declares it so, because
 * composition takes the stricter side of inputs.
 */
import { type DocumentNode, GraphQLOneOfDirective, Kind, parse, visit } from 'graphql';
import type { Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

const { name: ONE_OF } = GraphQLOneOfDirective;

/** The definition in the supergraph, which Apollo's libraries require. */
const DEFINITION = `directive @${ONE_OF} on INPUT_OBJECT`;

/** Removes `@oneOf` and its definition from a document. */
export function withoutOneOf(document: DocumentNode): DocumentNode {
  const isOneOf = ({ name }: { readonly name: { readonly value: string } }) => name.value === ONE_OF;
  return visit(document, {
    Directive: (node) => (isOneOf(node) ? null : undefined),
    DirectiveDefinition: (node) => (isOneOf(node) ? null : undefined),
    InputObjectTypeExtension: {
      leave: (node) => (node.directives?.length || node.fields?.length ? undefined : null),
    },
  });
}

/** Returns the names of the inputs that are `@oneOf` in at least one subgraph. */
export function oneOfInputs(subgraphs: readonly SubgraphSource[]): ReadonlySet<string> {
  return new Set(subgraphs.flatMap(({ document }) => inputsOf(document).filter(isOneOf).map(nameOf)));
}

/** Adds `@oneOf` to inputs of composed SDL. */
export function withOneOf(sdl: string, inputs: ReadonlySet<string>): string {
  let text = '';
  let end = 0;
  for (const { name, directives } of inputsOf(parse(sdl))) {
    const at = (directives?.at(-1) ?? name).loc?.end;
    if (at === undefined || !inputs.has(name.value)) continue;
    text += `${sdl.slice(end, at)} @${ONE_OF}`;
    end = at;
  }
  return text + sdl.slice(end);
}

/** Adds the definition of `@oneOf` to a supergraph that uses it. */
export function withOneOfDefined(sdl: string, inputs: ReadonlySet<string>): string {
  if (inputs.size === 0) return sdl;
  const first = parse(sdl).definitions.find(({ kind }) => kind === Kind.DIRECTIVE_DEFINITION);
  const at = first?.loc?.start ?? sdl.length;
  return `${sdl.slice(0, at)}${DEFINITION}\n\n${sdl.slice(at)}`;
}

/**
 * Reports INCONSISTENT_ONE_OF for each subgraph that lacks the `@oneOf` that another one gives the same
 * input.
 */
export function oneOfHints(subgraphs: readonly SubgraphSource[]): Problem[] {
  const inputs = oneOfInputs(subgraphs);
  return subgraphs.flatMap(({ name: subgraph, document }) => {
    const own = inputsOf(document);
    const declared = new Set(own.filter(isOneOf).map(nameOf));
    return own
      .filter((input) => inputs.has(nameOf(input)) && !declared.has(nameOf(input)))
      .map((input): Problem => {
        const name = nameOf(input);
        return {
          severity: 'warning',
          code: 'INCONSISTENT_ONE_OF',
          message: `Input "${name}" is @oneOf in other subgraphs, and therefore in the supergraph, but not in subgraph "${subgraph}".`,
          ...placeOf(input),
        };
      });
  });
}

type Input = ReturnType<typeof inputsOf>[number];

function inputsOf({ definitions }: DocumentNode) {
  return definitions.filter(
    (each) =>
      each.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || each.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION,
  );
}

const nameOf = ({ name }: Input) => name.value;
const isOneOf = ({ directives = [] }: Input) => directives.some(({ name }) => name.value === ONE_OF);
