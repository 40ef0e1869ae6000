import type { ASTNode } from 'graphql';
import type { z } from 'zod';
import type { LintedGraph } from './graph.ts';

/** Something that a rule does not want. */
export interface Finding {
  /** What it is about: what an exception names. */
  readonly coordinate: string;
  readonly message: string;
  /** Where it stands, in one subgraph's SDL. */
  readonly node: ASTNode;
  /** What it has to do with, in the same subgraph or another. */
  readonly also?: readonly ASTNode[];
}

/** A rule of `lint`, whatever its options are. */
export interface Rule {
  /** What the rules file calls it. */
  readonly name: string;
  /** The options beside `severity`, `why` and `except`; each has a default. */
  readonly options: z.ZodObject;
  /** @param options what `options` made of the rules file. */
  readonly check: (graph: LintedGraph, options: unknown) => readonly Finding[];
}

interface Definition<O extends z.ZodObject> {
  readonly name: string;
  readonly options: O;
  readonly check: (graph: LintedGraph, options: z.infer<O>) => readonly Finding[];
}

/** Makes a rule of what is typed by its own options. */
export function defineRule<O extends z.ZodObject>({ name, options, check }: Definition<O>): Rule {
  return { name, options, check: (graph, given) => check(graph, options.parse(given) as z.infer<O>) };
}
