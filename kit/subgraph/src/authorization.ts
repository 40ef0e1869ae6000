/**
 * Enforces `@authenticated` and `@requiresScopes` where they stand in a subgraph's SDL (Apollo Federation
 * specification v2.5). The gateway may refuse earlier; this is what refuses for certain.
 * Where a directive would not be enforced, `refuseUnenforced` lets no schema be built.
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

/** Any one of these sets, whole. */
type Requirement = readonly (readonly string[])[];

/** What the wrapped resolvers need of a subgraph's context. */
export interface AuthorizationContext {
  readonly identity: Identity;
}

/** Puts a guard before the resolver of every field that has one of the directives, or that is of an object which has, or
 * that gives one. Changes `schema` in place and returns it. */
export function enforceAuthorization(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type)) guardFields(type);
  }
  return schema;
}

function guardFields(type: GraphQLObjectType): void {
  const ofType = requirementsOf([type.astNode, ...type.extensionASTNodes]);
  for (const field of Object.values(type.getFields())) {
    const given = getNamedType(field.type);
    const ofGiven = isObjectType(given) ? requirementsOf([given.astNode, ...given.extensionASTNodes]) : [];
    const requirements = [...ofType, ...requirementsOf([field.astNode]), ...ofGiven];
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

/** One requirement a directive; `@authenticated` is one that no scope fulfils: an empty list. */
function requirementsOf(nodes: readonly (WithDirectives | null | undefined)[]): Requirement[] {
  return nodes
    .flatMap((node) => node?.directives ?? [])
    .flatMap((directive) => {
      const name = directive.name.value.replace(/^federation__/, '');
      if (name === 'authenticated') return [[]];
      if (name !== 'requiresScopes') return [];
      const scopes = directive.arguments?.find((argument) => argument.name.value === 'scopes');
      if (!scopes) throw new Error('@requiresScopes without scopes');
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
