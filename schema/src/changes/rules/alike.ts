import { ChangeType } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import {
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isListType,
  isNonNullType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Schemas } from '../change.ts';
import type { Candidate } from './rule.ts';

/**
 * Returns a predicate for operations whose response keeps its shape when one composite type changes to
 * another (an object that is now an interface, a field that returns another object): the operation is valid,
 * and every field that it selects on the type has the same type as before, with nothing nullable that was
 * not. It is false for changes of other kinds.
 */
export function answersAlike(
  change: SerializableChange,
  schemas: Schemas,
): (candidate: Candidate) => boolean {
  const [was, is] = composites(change, schemas);
  if (was === undefined || is === undefined) return () => false;
  return ({ document, valid }) => {
    if (!valid) return false;
    const [before, after] = [new TypeInfo(schemas.before), new TypeInfo(schemas.after)];
    let alike = true;
    const visitor = {
      Field() {
        const returned =
          getNamedType(before.getType())?.name === was && getNamedType(after.getType())?.name === is;
        const within = before.getParentType()?.name === was && after.getParentType()?.name === is;
        if ((returned || within) && !isAsItWas(after.getType(), before.getType(), returned)) alike = false;
      },
    };
    visit(document, visitWithTypeInfo(before, visitWithTypeInfo(after, visitor)));
    return alike;
  };
}

function composites(change: SerializableChange, { before, after }: Schemas): [was?: string, is?: string] {
  const [was, is] =
    change.type === ChangeType.TypeKindChanged
      ? [change.meta.typeName, change.meta.typeName]
      : change.type === ChangeType.FieldTypeChanged
        ? [named(change.meta.oldFieldType), named(change.meta.newFieldType)]
        : ['', ''];
  return isCompositeType(before.getType(was)) && isCompositeType(after.getType(is)) ? [was, is] : [];
}

function named(type: string): string {
  return type.replaceAll(/[[\]!]/g, '');
}

/**
 * Returns true for the same lists of the same type, or of its replacement, with nothing nullable that was
 * not.
 */
function isAsItWas(
  is: GraphQLOutputType | null | undefined,
  was: GraphQLOutputType | null | undefined,
  mayBeAnother: boolean,
): boolean {
  if (!is || !was) return is === was;
  if (isNonNullType(is)) return isAsItWas(is.ofType, isNonNullType(was) ? was.ofType : was, mayBeAnother);
  if (isNonNullType(was)) return false;
  if (isListType(is) || isListType(was))
    return isListType(is) && isListType(was) && isAsItWas(is.ofType, was.ofType, mayBeAnother);
  return mayBeAnother || is.name === was.name;
}
