import { Kind } from 'graphql';
import { elementsIn } from '../elements.ts';
import { federationNamesIn } from '../lint/federationNames.ts';
import type { Problem } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

/**
 * Reports CONTEXT_NOT_SUPPORTED for each argument that takes its value from a context: such a supergraph
 * composes, but this gateway cannot load it.
 */
export function contextHints({ name, document }: SubgraphSource): Problem[] {
  const federationName = federationNamesIn(document);
  const own = new Set(
    document.definitions.flatMap((node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION ? [node.name.value] : [],
    ),
  );
  const applied = document.definitions.flatMap((definition) =>
    [...elementsIn(definition)].flatMap(([, { directives = [] }]) => directives),
  );
  return applied
    .filter((node) => federationName(node) === 'fromContext' && !own.has(node.name.value))
    .map((node) => ({
      severity: 'warning',
      code: 'CONTEXT_NOT_SUPPORTED',
      message: `[${name}] The gateway does not support @${node.name.value} and cannot load this supergraph.`,
      ...placeOf(node),
    }));
}
