import {
  type ASTNode,
  type ConstDirectiveNode,
  type DocumentNode,
  parse,
  specifiedDirectives,
  visit,
} from 'graphql';
import type { Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

/** A directive where it is applied. */
interface Applied {
  /** With dots only, as `Query.product.id` for an argument. */
  readonly coordinate: string;
  readonly directive: ConstDirectiveNode;
}

/**
 * DIRECTIVE_DROPPED where a subgraph applies a directive of GraphQL itself that the composed API has not: composition knows
 * those of its time, and drops what came later without a word.
 * @param builtIn names; those that graphql-js knows by default.
 */
export function droppedHints(
  subgraphs: readonly SubgraphSource[],
  api: string,
  builtIn: ReadonlySet<string> = new Set(specifiedDirectives.map(({ name }) => name)),
): Problem[] {
  const document = parse(api);
  const kept = new Set(appliedIn(document).map(keyOf));
  const places = coordinatesIn(document);
  return subgraphs.flatMap((subgraph) =>
    appliedIn(subgraph.document)
      .filter(({ directive }) => builtIn.has(directive.name.value))
      .filter((applied) => places.has(applied.coordinate) && !kept.has(keyOf(applied)))
      .map(({ coordinate, directive }) => ({
        severity: 'warning',
        code: 'DIRECTIVE_DROPPED',
        message: `Composition drops @${directive.name.value} of ${coordinate}: clients of the gateway do not see it, and the gateway does not heed it.`,
        ...placeOf(directive),
      })),
  );
}

const keyOf = ({ coordinate, directive }: Applied) => `${coordinate} ${directive.name.value}`;

function appliedIn(document: DocumentNode): Applied[] {
  const found: Applied[] = [];
  visit(document, {
    Directive(node, _key, _parent, _path, ancestors) {
      const coordinate = coordinateOf(ancestors);
      if (coordinate !== '') found.push({ coordinate, directive: node as ConstDirectiveNode });
    },
  });
  return found;
}

function coordinatesIn(document: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, {
    enter(node, _key, _parent, _path, ancestors) {
      if (/Definition$/.test(node.kind)) found.add(coordinateOf([...ancestors, node]));
    },
  });
  return found;
}

/** Empty for the schema itself. */
function coordinateOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  return ancestors
    .flatMap((node) => ('name' in node && typeof node.name === 'object' ? [node.name.value] : []))
    .join('.');
}
