import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  print,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { fragmentsOf, fragmentsUsed } from '../../operation/fragments.ts';
import { compareText } from '../compareText.ts';
import { createHideValues } from './hideValues.ts';
import { nameVariables } from './nameVariables.ts';
import { byName, distinct } from './order.ts';
import { chooseResponseNames, type SelectedField } from './responseNames.ts';

/**
 * Returns an operation's text without anything that its client may vary between requests; equal texts are
 * counted together. It holds the operation and the fragments that it uses, without comments and other
 * operations. Fields, arguments and fragments are sorted, and duplicates removed. Values are hidden
 * (`hideValues.ts`), and aliases remain only where they are needed (`responseNames.ts`).
 *
 * The text is as valid as the operation, and uses the same parts of the schema.
 * @param operation valid in the schema, and part of the document.
 */
export function normalForm(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): string {
  const values = createHideValues(schema, operation);
  const fields: SelectedField[] = [];

  function hidden(set: SelectionSetNode, parent: GraphQLCompositeType): Hidden {
    const parts = set.selections.map((selection) => hiddenSelection(selection, parent));
    const text = (texts: readonly string[]) => `{${[...texts].sort(compareText).join(' ')}}`;
    return {
      set: { kind: Kind.SELECTION_SET, selections: parts.map(({ node }) => node) },
      full: text(parts.map(({ full }) => full)),
      bare: text(parts.map(({ bare }) => bare)),
    };
  }

  function hiddenSelection(selection: SelectionNode, parent: GraphQLCompositeType): HiddenSelection {
    const directives = values.directives(selection.directives ?? []);
    const directivesText = directives.map(print).join('');
    if (selection.kind === Kind.FIELD) return hiddenField(selection, parent, directives, directivesText);
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const text = `...${selection.name.value}${directivesText}`;
      return { node: { ...selection, directives }, full: text, bare: text };
    }
    const { typeCondition } = selection;
    const inner = hidden(
      selection.selectionSet,
      typeCondition ? composite(typeCondition.name.value) : parent,
    );
    const head = `...${typeCondition?.name.value ?? ''}${directivesText}`;
    return {
      node: { ...selection, directives, selectionSet: inner.set },
      full: head + inner.full,
      bare: head + inner.bare,
    };
  }

  function hiddenField(
    field: FieldNode,
    parent: GraphQLCompositeType,
    directives: FieldNode['directives'],
    directivesText: string,
  ): HiddenSelection {
    const name = field.name.value;
    const definition = definitionOf(name, parent);
    const type = getNamedType(definition.type);
    const given = values.arguments(field.arguments ?? [], definition.args);
    const inner = field.selectionSet && isCompositeType(type) ? hidden(field.selectionSet, type) : undefined;
    const head = `${name}(${given.map(print).join()})`;
    const responseName = field.alias?.value ?? name;
    fields.push({
      responseName,
      name,
      meaning: `${parent.name}.${head}${inner?.full ?? ''}`,
      order: `${parent.name}.${head}${inner?.bare ?? ''}`,
    });
    return {
      node: {
        ...field,
        arguments: given,
        directives,
        ...(inner && { selectionSet: inner.set }),
      } as FieldNode,
      full: `${responseName}:${head}${directivesText}${inner?.full ?? ''}`,
      bare: head + directivesText + (inner?.bare ?? ''),
    };
  }

  function definitionOf(name: string, parent: GraphQLCompositeType) {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parent === schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    const definition = isUnionType(parent) ? undefined : parent.getFields()[name];
    if (definition) return definition;
    throw new Error(`There is no ${parent.name}.${name}: the operation is not valid.`);
  }

  function composite(name: string): GraphQLCompositeType {
    const type = schema.getType(name);
    if (isCompositeType(type)) return type;
    throw new Error(`There is no ${name} to select of: the operation is not valid.`);
  }

  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`There are no ${operation.operation} operations: this one is not valid.`);
  const main: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [],
    directives: values.directives(operation.directives ?? []),
    selectionSet: hidden(operation.selectionSet, root).set,
  };
  const fragments = fragmentsUsed(operation, fragmentsOf(document)).map((fragment) => ({
    ...fragment,
    directives: values.directives(fragment.directives ?? []),
    selectionSet: hidden(fragment.selectionSet, composite(fragment.typeCondition.name.value)).set,
  }));
  const names = chooseResponseNames(fields);
  const sorted = <Definition extends OperationDefinitionNode | FragmentDefinitionNode>(each: Definition) => ({
    ...each,
    selectionSet: inOrder(each.selectionSet, names),
  });
  const named = nameVariables(sorted(main), fragments.toSorted(byName).map(sorted));
  return stripIgnoredCharacters(print(named));
}

/** A selection set without values, and its text, with aliases (`full`) and without (`bare`). */
interface Hidden {
  readonly set: SelectionSetNode;
  readonly full: string;
  readonly bare: string;
}

interface HiddenSelection extends Omit<Hidden, 'set'> {
  readonly node: SelectionNode;
}

function inOrder({ selections }: SelectionSetNode, names: ReadonlyMap<string, string>): SelectionSetNode {
  const renamed = selections.map((selection): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    const { selectionSet } = selection;
    const inner = selectionSet && { selectionSet: inOrder(selectionSet, names) };
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, ...inner };
    const { alias, ...field } = selection;
    const name = names.get(alias?.value ?? field.name.value) ?? field.name.value;
    return {
      ...field,
      ...inner,
      ...(name !== field.name.value && { alias: { kind: Kind.NAME, value: name } }),
    };
  });
  return { kind: Kind.SELECTION_SET, selections: distinct(renamed) };
}
