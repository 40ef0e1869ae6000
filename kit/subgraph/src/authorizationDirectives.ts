/**
 * Rejects directives in a subgraph's SDL that `authorization.ts` would ignore, which would leave a field
 * open.
 */
import {
  type DefinitionNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/** The directives that are enforced, on objects and their fields. */
const ENFORCED = new Set(['authenticated', 'requiresScopes']);
/** With Apollo's third directive, whose policies nothing here evaluates. */
const AUTHORIZATION = new Set([...ENFORCED, 'policy']);

/**
 * Checks that every authorization directive of a document would be enforced.
 * @throws Error when `@authenticated` or `@requiresScopes` has another name in this document, or is anywhere
 *   but on an object or its field; and for any `@policy`.
 */
export function refuseUnenforced({ definitions }: DocumentNode): void {
  for (const definition of definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) {
      for (const directive of definition.directives ?? []) refuseRenamed(directive);
    } else {
      refuseMisplaced(definition);
    }
  }
}

/**
 * Rejects renamed authorization directives.
 * @param link a directive on the schema; `@link` itself may have another name.
 */
function refuseRenamed(link: DirectiveNode): void {
  const {
    url,
    as,
    import: imports,
  } = Object.fromEntries(
    (link.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  ) as { url?: unknown; as?: unknown; import?: unknown };
  if (typeof url !== 'string' || !url.startsWith('https://specs.apollo.dev/')) return;
  if (typeof as === 'string')
    throw new Error(`${url} must not be linked as ${as}: its directives would be unknown.`);
  for (const each of Array.isArray(imports) ? imports : []) {
    if (typeof each !== 'object' || each === null) continue;
    const { name, as: alias } = each as { name?: unknown; as?: unknown };
    const isRenamed = alias !== undefined && alias !== name;
    if (isRenamed && AUTHORIZATION.has(String(name).slice(1))) {
      throw new Error(`${String(name)} must not be imported as ${String(alias)}: it would not be enforced.`);
    }
  }
}

function refuseMisplaced(definition: DefinitionNode): void {
  const isObject =
    definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
  const enforced = new Set<DirectiveNode>(
    isObject ? [definition, ...(definition.fields ?? [])].flatMap(({ directives }) => directives ?? []) : [],
  );
  visit(definition, {
    Directive(directive) {
      const name = directive.name.value.replace(/^federation__/, '');
      if (!AUTHORIZATION.has(name)) return;
      if (!ENFORCED.has(name)) throw new Error(`@${name} is not enforced: use @requiresScopes.`);
      if (!enforced.has(directive)) {
        const where = 'name' in definition ? definition.name?.value : undefined;
        throw new Error(`@${name} in ${where} would not be enforced: put it on an object type or its field.`);
      }
    },
  });
}
