import { ChangeType } from '@graphql-inspector/core';
import { type GraphQLSchema, isAbstractType, isObjectType, OperationTypeNode } from 'graphql';
import { answersAlike } from './alike.ts';
import type { Rule, RuleMaker } from './rule.ts';

/**
 * The rules for changes of output: they affect operations that select a field, or receive a type, that
 * changed.
 */
export const outputRule: RuleMaker = (change, schemas) => {
  const { before } = schemas;
  switch (change.type) {
    case ChangeType.FieldRemoved: {
      const field = `${change.meta.typeName}.${change.meta.removedFieldName}`;
      return ({ usage }) => usage.selected.get(field);
    }
    case ChangeType.FieldTypeChanged: {
      const field = `${change.meta.typeName}.${change.meta.fieldName}`;
      const alike = answersAlike(change, schemas);
      return (candidate) => (alike(candidate) ? undefined : candidate.usage.selected.get(field));
    }
    case ChangeType.FieldDeprecationAdded: {
      const field = `${change.meta.typeName}.${change.meta.fieldName}`;
      return ({ usage }) => usage.selected.get(field);
    }
    case ChangeType.EnumValueRemoved: {
      const { enumName, removedEnumValueName } = change.meta;
      return enumValueRule(enumName, removedEnumValueName);
    }
    case ChangeType.EnumValueDeprecationReasonAdded:
      return enumValueRule(change.meta.enumName, change.meta.enumValueName);
    case ChangeType.EnumValueAdded: {
      const { enumName } = change.meta;
      return ({ usage }) => usage.received.get(enumName);
    }
    case ChangeType.UnionMemberRemoved: {
      const { unionName, removedUnionMemberTypeName: member } = change.meta;
      return ({ usage }) => (usage.received.has(unionName) ? usage.conditions.get(member) : undefined);
    }
    case ChangeType.UnionMemberAdded: {
      const { unionName } = change.meta;
      return ({ usage }) => usage.received.get(unionName);
    }
    case ChangeType.ObjectTypeInterfaceAdded: {
      const { addedInterfaceName } = change.meta;
      return ({ usage }) =>
        usage.received.get(addedInterfaceName) ?? usage.conditions.get(addedInterfaceName);
    }
    case ChangeType.ObjectTypeInterfaceRemoved:
      return interfaceRemovedRule(change.meta.objectTypeName, change.meta.removedInterfaceName, before);
    case ChangeType.TypeRemoved: {
      const { removedTypeName } = change.meta;
      // An operation that is still valid used the type through a field or an argument whose own change is
      // reported.
      return ({ usage, valid }) => (valid ? undefined : usage.types.get(removedTypeName));
    }
    case ChangeType.TypeKindChanged: {
      const { typeName } = change.meta;
      const alike = answersAlike(change, schemas);
      return (candidate) => (alike(candidate) ? undefined : candidate.usage.types.get(typeName));
    }
    case ChangeType.SchemaQueryTypeChanged:
      return rootRule(OperationTypeNode.QUERY);
    case ChangeType.SchemaMutationTypeChanged:
      return rootRule(OperationTypeNode.MUTATION);
    case ChangeType.SchemaSubscriptionTypeChanged:
      return rootRule(OperationTypeNode.SUBSCRIPTION);
    default:
      return undefined;
  }
};

/** Matches operations that send the value, may send it, or select a field that may return it. */
function enumValueRule(type: string, value: string): Rule {
  return ({ usage }) =>
    usage.literals.get(`${type}.${value}`) ?? usage.carried.get(type) ?? usage.received.get(type);
}

/**
 * Where the interface was received, a fragment on the type no longer matches; where the type could occur, a
 * fragment on the interface no longer matches it.
 */
function interfaceRemovedRule(type: string, removed: string, before: GraphQLSchema): Rule {
  const parents = [...Object.values(before.getTypeMap())]
    .filter((parent) => parent.name === type || (isAbstractType(parent) && holds(parent.name)))
    .map(({ name }) => name);
  return ({ usage }) => {
    const ofType = usage.received.has(removed) ? usage.conditions.get(type) : undefined;
    if (ofType) return ofType;
    const parent = parents.find((name) => name !== removed && usage.conditions.has(`${removed} on ${name}`));
    return parent === undefined ? undefined : usage.conditions.get(`${removed} on ${parent}`);
  };

  function holds(parent: string): boolean {
    const [abstract, member] = [before.getType(parent), before.getType(type)];
    return isAbstractType(abstract) && isObjectType(member) && before.isSubType(abstract, member);
  }
}

function rootRule(kind: OperationTypeNode): Rule {
  return ({ node }) => (node.operation === kind ? node : undefined);
}
