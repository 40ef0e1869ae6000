import type { ASTNode } from 'graphql';
import type { z } from 'zod';
import type { LintedGraph } from './graph.ts';

/** A violation of a rule. */
export interface Finding {
  /** The coordinate that an exception would name. */
  readonly coordinate: string;
  readonly message: string;
  /** The node in a subgraph's SDL. */
  readonly node: ASTNode;
  /** Related nodes, in the same subgraph or another. */
  readonly also?: readonly ASTNode[];
}

/** A rule of `lint` without the types of its options. */
export interface Rule {
  /** Its name in the rules file. */
  readonly name: string;
  /** Its options besides `severity`, `why` and `except`; each has a default. */
  readonly options: z.ZodObject;
  /** @param options the rule's part of the rules file, parsed by `options`. */
  readonly check: (graph: LintedGraph, options: unknown) => readonly Finding[];
}

interface Definition<O extends z.ZodObject> {
  readonly name: string;
  readonly options: O;
  readonly check: (graph: LintedGraph, options: z.infer<O>) => readonly Finding[];
}

/** Creates a rule from a definition that is typed by its options. */
export function defineRule<O extends z.ZodObject>({ name, options, check }: Definition<O>): Rule {
  return { name, options, check: (graph, given) => check(graph, options.parse(given) as z.infer<O>) };
}
