/** Calls a subgraph directly, with the identity that another service would send. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdentitySigner, IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import { Kind, parse, print } from 'graphql';
import { ROOT, SUBGRAPHS, type Subgraph } from '../../dev/src/services.ts';
import type { Answer, Client, Shop } from '../e2e/shop.ts';
import type { Caller } from './caller.ts';
import type { RootType } from './schema.ts';

export interface OwnedField {
  readonly subgraph: Subgraph;
  readonly type: string;
  readonly field: string;
  /** True when the subgraph resolves the type by its key. */
  readonly isEntity: boolean;
}

/** Every field, with the subgraph that resolves it. */
export const OWNED_FIELDS: readonly OwnedField[] = SUBGRAPHS.flatMap((subgraph) => {
  const sdl = readFileSync(join(ROOT, 'subgraphs', subgraph, 'schema.graphql'), 'utf8');
  return parse(sdl).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    const key = definition.directives?.find(({ name }) => name.value === 'key');
    const isEntity = key !== undefined && !print(key).includes('resolvable: false');
    return (definition.fields ?? [])
      .filter(({ directives }) => !directives?.some(({ name }) => name.value === 'external'))
      .map(({ name }) => ({ subgraph, type: definition.name.value, field: name.value, isEntity }));
  });
});

/**
 * @param service the service that vouches for the caller.
 * @returns a function that makes the query function of a caller at a subgraph.
 */
export function createSubgraphCaller({ holdfast, secrets }: Shop, service: 'gateway' | 'orders' = 'gateway') {
  const sign = createIdentitySigner(service, secrets.identities[service].privateKey, () => new Date());
  const ask = async (subgraph: Subgraph, caller: Caller, body: object): Promise<Answer> => {
    const user = caller.token === '' ? null : { id: caller.userId, roles: caller.roles };
    const response = await fetch(`http://127.0.0.1:${holdfast.ports[subgraph]}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: await sign(user) },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  return (caller: Caller, subgraph: Subgraph): Client['query'] =>
    (query, variables) =>
      ask(subgraph, caller, { query, variables });
}

/** Returns the subgraph that resolves a root field. */
export function ownerOf(root: RootType, name: string): Subgraph {
  const owned = OWNED_FIELDS.find(({ type, field }) => type === root && field === name);
  if (!owned) throw new Error(`No subgraph has ${root}.${name}.`);
  return owned.subgraph;
}
