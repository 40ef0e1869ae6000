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
import { coordinateOf } from './inspectorChange.ts';

/** Returns the level of a change that graphql-inspector rates wrongly; undefined when its level is right. */
export function correctedLevel(change: SerializableChange, schemas: Schemas): Level | undefined {
  switch (change.type) {
    // Removing the default of a non-null argument makes it required; graphql-inspector rates this
    // `dangerous`.
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
    // An argument that may be omitted breaks nothing; graphql-inspector rates a non-null one with a default
    // `breaking`.
    case ChangeType.DirectiveArgumentAdded:
      return change.meta.addedDirectiveDefaultValue === undefined ? undefined : 'safe';
    // graphql-inspector does not know @oneOf, which rejects two fields, a null and a nullable variable.
    case ChangeType.DirectiveUsageInputObjectAdded:
      return change.meta.addedDirectiveName === GraphQLOneOfDirective.name ? 'breaking' : undefined;
    case ChangeType.DirectiveUsageInputObjectRemoved:
      return change.meta.removedDirectiveName === GraphQLOneOfDirective.name ? 'safe' : undefined;
    // An operation that applies the directive twice no longer validates.
    case ChangeType.DirectiveRepeatableRemoved:
      return 'breaking';
    // The type becomes a new possible type of an interface that clients select; graphql-inspector rates this
    // `safe`.
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
 * Returns a predicate for changes that another change implies: graphql-inspector lists each description,
 * field and argument of a type that was added. Besides the new type itself, only one thing matters: that it
 * implements an interface that existed before.
 */
export function impliedByAnother(
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

/**
 * Returns true for applied directives, which `applied/` compares, except `@oneOf`, which changes what its
 * type accepts.
 */
export function isDirectiveUsage({ type, path }: Change): boolean {
  return type.startsWith('DIRECTIVE_USAGE_') && !path?.endsWith('.@oneOf');
}

/** Returns what contains a coordinate: `Type.field(argument:)` is in `Type.field`, which is in `Type`. */
function containersOf(coordinate: string): string[] {
  const field = coordinate.split('(')[0] ?? coordinate;
  const type = field.split('.')[0] ?? field;
  return [field, type].filter(
    (container, n, all) => container !== coordinate && all.indexOf(container) === n,
  );
}
