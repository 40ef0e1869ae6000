import { type DirectiveNode, Kind, parse, type SelectionSetNode } from 'graphql';

/** Returns true when the variable of a condition is true. */
export type Holds = (variable: string) => boolean;

/** A request to a subgraph. One for entities has `requires`. */
interface Fetch {
  readonly operation: string;
  readonly requires?: unknown;
}

/**
 * Returns true when `@skip` and `@include` leave nothing to fetch: no root field or, in a fetch of entities,
 * no field of the entities.
 */
export function asksNothing({ operation, requires }: Fetch, holds: Holds): boolean {
  if (!operation.includes('@')) return false;
  const { definitions } = parse(operation, { noLocation: true });
  const asks = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (!included(selection.directives, holds)) return false;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = definitions.find(
          (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
        );
        return fragment?.kind === Kind.FRAGMENT_DEFINITION && asks(fragment.selectionSet);
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) return asks(selection.selectionSet);
      return requires && selection.name.value === '_entities' && selection.selectionSet
        ? asks(selection.selectionSet)
        : true;
    });
  return !definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && asks(one.selectionSet));
}

/** Returns true when a selection with these directives is part of the operation. */
export function included(directives: readonly DirectiveNode[] | undefined, holds: Holds): boolean {
  for (const { name, arguments: given = [] } of directives ?? []) {
    const skip = name.value === 'skip';
    if (!skip && name.value !== 'include') continue;
    const value = given.find((argument) => argument.name.value === 'if')?.value;
    const isTrue =
      value?.kind === Kind.VARIABLE ? holds(value.name.value) : value?.kind === Kind.BOOLEAN && value.value;
    if (isTrue === skip) return false;
  }
  return true;
}
