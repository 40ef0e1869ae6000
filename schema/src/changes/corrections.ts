import { type Change, ChangeType } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import {
  type GraphQLArgument,
  type GraphQLInputField,
  GraphQLOneOfDirective,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Level } from '../report/report.ts';
import type { Schemas } from './change.ts';
import { coordinateOf } from './coordinateOf.ts';

/** The level of a change where graphql-inspector has another one; undefined where it is right. */
export function correctedLevel(change: SerializableChange, schemas: Schemas): Level | undefined {
  switch (change.type) {
    // A default that goes makes what was optional required, if it is non-null; graphql-inspector says `dangerous`.
    case ChangeType.FieldArgumentDefaultChanged: {
      const { typeName, fieldName, argumentName } = change.meta;
      const now = argumentAt(schemas, typeName, fieldName, argumentName);
      return now && isRequiredArgument(now) ? 'breaking' : undefined;
    }
    case ChangeType.InputFieldDefaultValueChanged: {
      const now = inputFieldAt(schemas, change.meta.inputName, change.meta.inputFieldName);
      return now && isRequiredInputField(now) ? 'breaking' : undefined;
    }
    case ChangeType.DirectiveArgumentDefaultValueChanged: {
      const { directiveName, directiveArgumentName } = change.meta;
      const now = schemas.after
        .getDirective(directiveName)
        ?.args.find(({ name }) => name === directiveArgumentName);
      return now && isRequiredArgument(now) ? 'breaking' : undefined;
    }
    // One that may be left out breaks nobody; graphql-inspector says `breaking` of a non-null one with a default.
    case ChangeType.DirectiveArgumentAdded:
      return change.meta.addedDirectiveDefaultValue === undefined ? undefined : 'safe';
    // graphql-inspector knows no @oneOf, of which two fields, a null or a nullable variable are no value.
    case ChangeType.DirectiveUsageInputObjectAdded:
      return change.meta.addedDirectiveName === GraphQLOneOfDirective.name ? 'breaking' : undefined;
    case ChangeType.DirectiveUsageInputObjectRemoved:
      return change.meta.removedDirectiveName === GraphQLOneOfDirective.name ? 'safe' : undefined;
    // An operation that applies it twice no longer validates.
    case ChangeType.DirectiveRepeatableRemoved:
      return 'breaking';
    // A new type is a new possible type of an interface that clients select already; graphql-inspector says `safe`.
    case ChangeType.ObjectTypeInterfaceAdded:
      return schemas.before.getType(change.meta.addedInterfaceName) ? 'dangerous' : undefined;
    default:
      return undefined;
  }
}

function argumentAt(
  { after }: Schemas,
  type: string,
  field: string,
  argument: string,
): GraphQLArgument | undefined {
  const found = after.getType(type);
  if (!isObjectType(found) && !isInterfaceType(found)) return undefined;
  return found.getFields()[field]?.args.find(({ name }) => name === argument);
}

function inputFieldAt({ after }: Schemas, type: string, field: string): GraphQLInputField | undefined {
  const found = after.getType(type);
  return isInputObjectType(found) ? found.getFields()[field] : undefined;
}

const ADDING: ReadonlySet<string> = new Set([
  ChangeType.TypeAdded,
  ChangeType.FieldAdded,
  ChangeType.FieldArgumentAdded,
  ChangeType.InputFieldAdded,
  ChangeType.EnumValueAdded,
  ChangeType.DirectiveAdded,
  ChangeType.DirectiveArgumentAdded,
]);

/**
 * Tells what another change implies: graphql-inspector lists each description, field and argument of a type that was
 * added. Of a new type only one thing matters beside its being there:
 * that it implements an interface that was there before.
 */
export function isToldByAnother(
  changes: readonly Change[],
  { before }: Schemas,
): (change: Change) => boolean {
  const added = new Set(changes.filter(({ type }) => ADDING.has(type)).map(coordinateOf));
  return (change) => {
    const coordinate = coordinateOf(change);
    if (coordinate === undefined) return false;
    if (change.type === ChangeType.ObjectTypeInterfaceAdded)
      return added.has(coordinate) && !before.getType(change.meta.addedInterfaceName);
    if (ADDING.has(change.type)) return containersOf(coordinate).some((container) => added.has(container));
    return [coordinate, ...containersOf(coordinate)].some((each) => added.has(each));
  };
}

/** An applied directive, which `applied/` compares; all but `@oneOf`, which changes what its type takes. */
export function isDirectiveUsage({ type, path }: Change): boolean {
  return type.startsWith('DIRECTIVE_USAGE_') && !path?.endsWith('.@oneOf');
}

/** `Type.field(argument:)` is in `Type.field`, which is in `Type`. */
function containersOf(coordinate: string): string[] {
  const field = coordinate.split('(')[0] ?? coordinate;
  const type = field.split('.')[0] ?? field;
  return [field, type].filter(
    (container, n, all) => container !== coordinate && all.indexOf(container) === n,
  );
}
