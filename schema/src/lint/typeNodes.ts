import { Kind, print, type TypeNode } from 'graphql';

/** Returns the name inside lists and `!`. */
export function nameOfType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOfType(type.type);
}

export function isNonNull(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE;
}

export function isList(type: TypeNode): boolean {
  return (type.kind === Kind.NON_NULL_TYPE ? type.type : type).kind === Kind.LIST_TYPE;
}

/** Returns true when a null inside the type can stay there, because the type is nullable at some level. */
export function mayHoldNull(type: TypeNode): boolean {
  if (type.kind === Kind.NON_NULL_TYPE)
    return type.type.kind === Kind.LIST_TYPE && mayHoldNull(type.type.type);
  return true;
}

/** Prints a type as in SDL. */
export function typeText(type: TypeNode): string {
  return print(type);
}
