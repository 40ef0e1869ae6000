/** The requests of a plan: their texts, written once, and the parts that differ between runs. */
import type { FetchDataRewrite, FetchNode } from '@apollo/query-planner';
import { joinQueries } from '../subgraphs/joinFetches.ts';
import { at } from './at.ts';
import type { FetchGraph, RequestGroup } from './fetchGraph.ts';
import { compileRepresentation, type Represent } from './representations.ts';
import type { IsOfType } from './rewrites.ts';

/**
 * A part of a request: the fetches that ask the same query for objects at different places of the response.
 */
export interface Part {
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
  /** Null for a fetch of root fields. */
  readonly represent: Represent | null;
  readonly rewrites: readonly FetchDataRewrite[];
  /** The indexes of its fetches. */
  readonly fetches: readonly number[];
}

export interface CompiledRequest {
  readonly subgraph: string;
  readonly kind: RequestGroup['kind'];
  readonly parts: readonly Part[];
  /** Returns the text of the body that asks for these parts, without the variables. */
  textOf(parts: readonly number[]): RequestText;
}

export interface RequestText {
  readonly head: string;
  readonly tail: string;
  /** The prefix of each part's variables and root fields; empty for a part that is alone. */
  readonly prefixes: readonly string[];
}

export function compileRequests(graph: FetchGraph, isOfType: IsOfType): readonly CompiledRequest[] {
  return graph.requests.map(({ subgraph, kind, fetches }) => {
    const parts = new Map<string, Part & { fetches: number[] }>();
    for (const index of fetches) {
      const { node } = at(graph.fetches, index);
      const key = node.requires ? queryKey(node) : `fetch ${index}`;
      const known = parts.get(key);
      if (known) known.fetches.push(index);
      else parts.set(key, { ...compilePart(node, isOfType), fetches: [index] });
    }
    const list = [...parts.values()];
    return { subgraph, kind, parts: list, textOf: rememberTexts(list) };
  });
}

function compilePart(node: FetchNode, isOfType: IsOfType): Omit<Part, 'fetches'> {
  const {
    operation,
    operationName,
    variableUsages = [],
    requires,
    inputRewrites = [],
    outputRewrites = [],
  } = node;
  return {
    operation,
    operationName,
    variables: variableUsages,
    represent: requires ? compileRepresentation(requires, inputRewrites, isOfType) : null,
    rewrites: outputRewrites,
  };
}

/** Returns a key that is equal for fetches that ask the same of any entity. */
function queryKey({ operation, operationName, requires, inputRewrites, outputRewrites }: FetchNode): string {
  // The planner numbers the names: `Cart__inventory__4`.
  const text = operationName ? operation.replace(` ${operationName}(`, '(') : operation;
  return JSON.stringify([text, requires, inputRewrites, outputRewrites]);
}

function rememberTexts(parts: readonly Part[]): CompiledRequest['textOf'] {
  const texts = new Map<string, RequestText>();
  return (wanted) => {
    const key = wanted.length === parts.length ? '' : wanted.join();
    const known = texts.get(key);
    if (known) return known;
    const made = makeText(wanted.map((index) => at(parts, index)));
    texts.set(key, made);
    return made;
  };
}

function makeText(parts: readonly Part[]): RequestText {
  const [only] = parts;
  if (only && parts.length === 1) {
    const name =
      only.operationName === undefined ? '' : `,"operationName":${JSON.stringify(only.operationName)}`;
    return { head: headOf(only.operation), tail: `}${name}}`, prefixes: [''] };
  }
  const query = joinQueries(parts.map(({ operation }) => operation));
  return { head: headOf(query), tail: '}}', prefixes: parts.map((_, n) => `e${n}_`) };
}

function headOf(query: string): string {
  return `{"query":${JSON.stringify(query)},"variables":{`;
}
