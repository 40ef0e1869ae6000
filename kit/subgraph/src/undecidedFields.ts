/**
 * Finds fields of a subgraph's SDL without a decision on who may read them. A subgraph with such a field must
 * not start.
 */
import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
  type OperationDefinitionNode,
  parse,
  valueFromASTUntyped,
} from 'graphql';

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);
/** The `@tag`s that decide it: everyone may read the field, or the use case decides by ownership. */
const DECISIONS = new Set(['public', 'owned']);

/**
 * Requires a decision for each field that a request can start from: the fields of Query, Mutation and
 * Subscription, and those of entities, which the router fetches by their keys. A decision is
 * `@authenticated`, `@requiresScopes`, `@tag(name: "public")` or `@tag(name: "owned")` on the field or on its
 * type; on a type, the tags count only for an entity. Keys and external fields need no decision. Neither do
 * other types, because they are reachable only through fields with a decision.
 * @throws Error that names every field without a decision.
 */
export function refuseUndecided({ definitions }: DocumentNode): void {
  const undecided = [...Map.groupBy(definitions.filter(isObject), ({ name }) => name.value)].flatMap(
    ([name, parts]) => undecidedOf(name, parts).map((field) => `${name}.${field}`),
  );
  if (undecided.length === 0) return;
  throw new Error(
    `Who may read ${undecided.join(', ')}? Decide with @authenticated, @requiresScopes, @tag(name: "public") or @tag(name: "owned").`,
  );
}

function isObject(definition: DefinitionNode): definition is ObjectNode {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
}

function undecidedOf(name: string, parts: readonly ObjectNode[]): string[] {
  const ofType = parts.flatMap(({ directives }) => directives ?? []);
  const keys = keysOf(ofType);
  const isRoot = ROOTS.has(name);
  if (!isRoot && keys.length === 0) return [];
  // A tag on Query would also decide for fields that are added later.
  if (ofType.some((directive) => isGuard(directive) || (!isRoot && isDecision(directive)))) return [];
  return parts
    .flatMap(({ fields }) => fields ?? [])
    .filter((field) => !keys.includes(field.name.value) && !isDecided(field))
    .map((field) => field.name.value);
}

const isDecided = ({ directives = [] }: FieldDefinitionNode) =>
  directives.some(
    (directive) => isGuard(directive) || isDecision(directive) || nameOf(directive) === 'external',
  );

function isGuard(directive: ConstDirectiveNode): boolean {
  return nameOf(directive) === 'authenticated' || nameOf(directive) === 'requiresScopes';
}

function isDecision(directive: ConstDirectiveNode): boolean {
  return nameOf(directive) === 'tag' && DECISIONS.has(argumentOf(directive, 'name'));
}

/** Returns the fields that are part of a key of the type. */
function keysOf(directives: readonly ConstDirectiveNode[]): string[] {
  return directives
    .filter((directive) => nameOf(directive) === 'key')
    .flatMap((key) => {
      const [selected] = parse(`{ ${argumentOf(key, 'fields')} }`).definitions;
      return (selected as OperationDefinitionNode).selectionSet.selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [selection.name.value] : [],
      );
    });
}

const nameOf = ({ name }: ConstDirectiveNode) => name.value.replace(/^federation__/, '');

function argumentOf(directive: ConstDirectiveNode, name: string): string {
  const argument = directive.arguments?.find((each) => each.name.value === name);
  return String(argument && valueFromASTUntyped(argument.value));
}
