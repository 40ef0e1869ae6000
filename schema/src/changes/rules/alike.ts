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
 * Tells of a change from one composite type to another (an object that is an interface now, a field of another object)
 * whether an operation is answered in the form that it was: it validates, and every field that it selects on the type has
 * the type that it had, in which nothing may be null that was not. A change of another kind answers nobody alike.
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

/** The same lists of the same type, or of the one that stands for it now, and never null where it never was. */
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
