/**
 * Enforces `@authenticated` and `@requiresScopes` in a subgraph's SDL (Apollo Federation specification v2.5).
 * The gateway may reject a request earlier, but this check is the one to rely on. `refuseUnenforced` rejects
 * a schema in which a directive would not be enforced.
 */

import { forbidden, unauthenticated } from '@holdfast/kit-base/errors';
import type { Identity } from '@holdfast/kit-base/identity';
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';

/**
 * Sets of scopes; a caller needs all scopes of any one set. An empty list requires only an authenticated
 * caller.
 */
type Requirement = readonly (readonly string[])[];

/** The part of a subgraph's context that the guards need. */
export interface AuthorizationContext {
  readonly identity: Identity;
}

/**
 * Puts a guard before the resolver of every field with one of the directives on itself, on its object type,
 * or on the object type that it returns. Changes `schema` in place and returns it.
 */
export function enforceAuthorization(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) guardFields(type);
  }
  return schema;
}

function guardFields(type: GraphQLObjectType): void {
  const ofType = requirementsOf([type.astNode, ...type.extensionASTNodes]);
  for (const field of Object.values(type.getFields())) {
    const returned = getNamedType(field.type);
    const ofReturned = isObjectType(returned)
      ? requirementsOf([returned.astNode, ...returned.extensionASTNodes])
      : [];
    const requirements = [...ofType, ...requirementsOf([field.astNode]), ...ofReturned];
    if (requirements.length === 0) continue;
    field.resolve = guarded(requirements, field.resolve ?? defaultFieldResolver);
    if (field.subscribe) field.subscribe = guarded(requirements, field.subscribe);
  }
}

type Resolver = GraphQLFieldResolver<unknown, AuthorizationContext>;

function guarded(requirements: readonly Requirement[], resolve: Resolver): Resolver {
  return (source, args, context, info) => {
    for (const requirement of requirements) check(requirement, context.identity);
    return resolve(source, args, context, info);
  };
}

interface WithDirectives {
  readonly directives?: readonly {
    readonly name: { readonly value: string };
    readonly arguments?: readonly {
      readonly name: { readonly value: string };
      readonly value: Parameters<typeof valueFromASTUntyped>[0];
    }[];
  }[];
}

/** Returns one requirement per directive. That of `@authenticated` is an empty list. */
function requirementsOf(nodes: readonly (WithDirectives | null | undefined)[]): Requirement[] {
  return nodes
    .flatMap((node) => node?.directives ?? [])
    .flatMap((directive) => {
      const name = directive.name.value.replace(/^federation__/, '');
      if (name === 'authenticated') return [[]];
      if (name !== 'requiresScopes') return [];
      const scopes = directive.arguments?.find((argument) => argument.name.value === 'scopes');
      if (!scopes) throw new Error('@requiresScopes has no scopes');
      return [valueFromASTUntyped(scopes.value) as Requirement];
    });
}

function check(requirement: Requirement, identity: Identity): void {
  const scopes: ReadonlySet<string> = identity.scopes;
  const anonymous = identity.user === null && identity.scopes.size === 0;
  if (anonymous) throw unauthenticated();
  if (requirement.length === 0) return;
  if (!requirement.some((all) => all.every((scope) => scopes.has(scope)))) throw forbidden();
}
