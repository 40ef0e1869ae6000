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

/** An applied directive. */
interface Applied {
  /** Separated by dots only: `Query.product.id` for an argument. */
  readonly coordinate: string;
  readonly directive: ConstDirectiveNode;
}

/**
 * Reports DIRECTIVE_DROPPED where a subgraph applies a directive of GraphQL itself that the composed API
 * lacks: composition silently drops directives that are newer than itself.
 * @param builtIn the names of GraphQL's directives; by default those that graphql-js knows.
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
        message: `Composition drops @${directive.name.value} on ${coordinate}: the gateway ignores it, and clients do not see it.`,
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

/** Returns a coordinate, which is empty for the schema itself. */
function coordinateOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  return ancestors
    .flatMap((node) => ('name' in node && typeof node.name === 'object' ? [node.name.value] : []))
    .join('.');
}
