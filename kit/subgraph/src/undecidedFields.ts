/** Fields of a subgraph's SDL for which nobody has decided who gets them: a subgraph with one must not start. */
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
/** `@tag`s that say it: everybody gets it; or the use case decides, by whose it is. */
const DECISIONS = new Set(['public', 'owned']);

/**
 * Wants a decision on each field that a request can begin with: of Query, Mutation and Subscription, and of entities, which
 * the router asks for by their keys. It is `@authenticated`, `@requiresScopes`, `@tag(name: "public")` or
 * `@tag(name: "owned")`, on the field; or on its type, where the tags count for an entity only. Keys and external fields
 * need none, and a type that is no entity is got only from a field that was decided upon.
 * @throws Error naming every field without one.
 */
export function refuseUndecided({ definitions }: DocumentNode): void {
  const undecided = [...Map.groupBy(definitions.filter(isObject), ({ name }) => name.value)].flatMap(
    ([name, parts]) => undecidedOf(name, parts).map((field) => `${name}.${field}`),
  );
  if (undecided.length === 0) return;
  throw new Error(
    `Who gets ${undecided.join(', ')}? Say so with @authenticated, @requiresScopes, @tag(name: "public") or @tag(name: "owned").`,
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
  // A tag on Query would decide on what somebody adds to it later.
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

/** The fields that are the keys of a type, or part of one. */
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
