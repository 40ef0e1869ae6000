import { type ASTNode, print } from 'graphql';
import { compareText } from '../compareText.ts';

interface Named {
  readonly name: { readonly value: string };
}

export function byName(a: Named, b: Named): number {
  return compareText(a.name.value, b.name.value);
}

/** Sorts nodes by their text, and keeps one for each text. */
export function distinct<Node extends ASTNode>(nodes: readonly Node[]): Node[] {
  const texts = new Map(nodes.map((node) => [print(node), node]));
  return [...texts].sort(([a], [b]) => compareText(a, b)).map(([, node]) => node);
}
