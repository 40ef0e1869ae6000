/**
 * `npm run contract`: compares the composed API schema with the contract and prints what is missing or
 * different.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
} from 'graphql';

type Definitions = ReadonlyMap<string, DefinitionNode>;

/**
 * Finds what a client written for the contract would miss in the API: types, fields, arguments, values and
 * members that are missing, have another type or have another default. The API may have more.
 * @returns one sentence for each difference.
 */
export function differences(contract: string, api: string): string[] {
  const [wanted, actual] = [definitionsOf(contract), definitionsOf(api)];
  return [...wanted].flatMap(([name, definition]) => {
    const found = actual.get(name);
    if (!found) return [`${name} is missing`];
    if (found.kind !== definition.kind) return [`${name} is a different kind of type`];
    return membersOf(definition).flatMap(([member, text]) => {
      const path = `${name}.${member}`;
      const other = new Map(membersOf(found)).get(member);
      if (other === text) return [];
      return [other === undefined ? `${path} is missing` : `${path} is ${other}, not ${text}`];
    });
  });
}

function definitionsOf(sdl: string): Definitions {
  const named = parse(sdl).definitions.flatMap((definition): [string, DefinitionNode][] =>
    'name' in definition && definition.name ? [[definition.name.value, definition]] : [],
  );
  return new Map(named);
}

/** Returns the members of a type by name, each as a text that is equal when clients see no difference. */
function membersOf(definition: DefinitionNode): [string, string][] {
  switch (definition.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      return (definition.fields ?? []).flatMap(fieldMembers);
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return (definition.fields ?? []).map((field) => [field.name.value, inputText(field)]);
    case Kind.ENUM_TYPE_DEFINITION:
      return (definition.values ?? []).map(({ name }) => [name.value, 'a value']);
    case Kind.UNION_TYPE_DEFINITION:
      return (definition.types ?? []).map(({ name }) => [name.value, 'a member']);
    default:
      return [];
  }
}

function fieldMembers(field: FieldDefinitionNode): [string, string][] {
  const name = field.name.value;
  const ofArguments = (field.arguments ?? []).map((argument): [string, string] => [
    `${name}(${argument.name.value}:)`,
    inputText(argument),
  ]);
  return [[name, print(field.type)], ...ofArguments];
}

function inputText({ type, defaultValue }: InputValueDefinitionNode): string {
  return defaultValue ? `${print(type)} = ${print(defaultValue)}` : print(type);
}

if (import.meta.main) {
  const read = (file: string) => readFile(join(import.meta.dirname, '..', file), 'utf8');
  const found = differences(await read('contract.graphql'), await read('api.graphql'));
  for (const difference of found) process.stdout.write(`${difference}\n`);
  process.stdout.write(
    found.length === 0 ? 'The API matches the contract.\n' : `${found.length} differences\n`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
}
