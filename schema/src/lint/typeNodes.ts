import { Kind, print, type TypeNode } from 'graphql';

/** The name inside lists and `!`. */
export function nameOfType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOfType(type.type);
}

export function isNonNull(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE;
}

export function isList(type: TypeNode): boolean {
  return (type.kind === Kind.NON_NULL_TYPE ? type.type : type).kind === Kind.LIST_TYPE;
}

/** Whether a null inside it can stay there: somewhere from the outside to the inside it is nullable. */
export function mayHoldNull(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE)
    return type.type.kind === Kind.LIST_TYPE && mayHoldNull(type.type.type);
  return true;
}

/** As SDL writes it. */
export function typeText(type: TypeNode): string {
  return print(type);
}
