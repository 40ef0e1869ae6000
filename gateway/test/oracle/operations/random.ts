/** Random valid operations for an API schema. */
import {
  doTypesOverlap,
  GraphQLBoolean,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isUnionType,
  parse,
  print,
  validate,
} from 'graphql';
import { createDice, type Dice } from '../dice.ts';
import { createVariables, type Variables } from './variables.ts';

export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/**
 * @returns the first valid operation for the seed; a few percent of the attempts are invalid. @param hard
 * true to include what `@apollo/gateway` gets wrong.
 */
export function randomOperation(schema: GraphQLSchema, seed: number, { hard = false } = {}): Operation {
  for (let attempt = 0; attempt < 100; attempt++) {
    const operation = writeOperation(schema, createDice(seed * 100 + attempt), hard);
    const document = parse(operation.query, { noLocation: true });
    if (validate(schema, document).length > 0) continue;
    return { ...operation, query: print(document) };
  }
  throw new Error(`No operation of seed ${seed} is valid: the generator is wrong.`);
}

interface Writer {
  readonly schema: GraphQLSchema;
  readonly hard: boolean;
  readonly dice: Dice;
  readonly variables: Variables;
  /**
   * The field behind each key of the answer, so that selections under one key always merge (section 5.3.2).
   */
  readonly keys: Map<string, string>;
  readonly fragments: { readonly name: string; readonly type: GraphQLCompositeType; readonly text: string }[];
  /** The number of fields that may still be written. */
  budget: number;
}

function writeOperation(schema: GraphQLSchema, dice: Dice, hard: boolean): Operation {
  const mutation = schema.getMutationType();
  const isMutation = Boolean(mutation) && dice.chance(15);
  const root = isMutation ? mutation : schema.getQueryType();
  if (!root) throw new Error('The schema has no queries.');
  const variables = createVariables(dice, GraphQLBoolean);
  const writer: Writer = {
    schema,
    hard,
    dice,
    variables,
    keys: new Map(),
    fragments: [],
    budget: 5 + dice.below(dice.one([10, 20, 40])),
  };
  const body = selection(writer, root, 0);
  const fragments = writer.fragments.map(({ name, type, text }) => `fragment ${name} on ${type} ${text}`);
  const query = [
    `${isMutation ? 'mutation' : 'query'} Q${variables.declarations()} ${body}`,
    ...fragments,
  ].join('\n');
  return { query, variables: variables.values() };
}

const DEPTH = 5;

function selection(writer: Writer, type: GraphQLCompositeType, depth: number): string {
  const { dice } = writer;
  const parts: string[] = [];
  const most = isUnionType(type) ? 3 : Object.keys(type.getFields()).length + 1;
  for (let n = Math.min(2 + dice.below(5), most); n > 0 && (writer.budget > 0 || parts.length === 0); n--) {
    parts.push(part(writer, type, depth));
  }
  if (depth === 0 && writer.keys.size === 0) parts.push('__typename');
  return `{ ${parts.join(' ')} }`;
}

function part(writer: Writer, type: GraphQLCompositeType, depth: number): string {
  const { dice, schema } = writer;
  const isQuery = type === schema.getQueryType();
  const what = dice.below(100);
  if (isQuery && what < 2) return introspection(dice);
  if (what < 6) return `${dice.chance(30) ? 'kind: ' : ''}__typename${directives(writer)}`;
  if (depth < DEPTH && what < 22) return inlineFragment(writer, type, depth);
  if (depth < DEPTH && what < 32) return fragmentSpread(writer, type, depth);
  if (isUnionType(type))
    return depth < DEPTH && dice.chance(80) ? inlineFragment(writer, type, depth) : '__typename';
  const fields = Object.values(type.getFields());
  const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
  const deep = depth < DEPTH && writer.budget > 0;
  const candidates = deep
    ? dice.chance(60)
      ? fields.filter((field) => !leaves.includes(field))
      : fields
    : leaves;
  if (candidates.length === 0)
    return leaves.length > 0 ? field(writer, dice.one(leaves), depth) : '__typename';
  return field(writer, dice.one(candidates), depth);
}

function field(writer: Writer, definition: GraphQLField<unknown, unknown>, depth: number): string {
  const { dice, variables } = writer;
  writer.budget--;
  const given = definition.args.map((argument) => variables.argument(argument)).filter(Boolean);
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  const key = keyFor(writer, definition, args);
  const alias = key === definition.name ? '' : `${key}: `;
  const type = getNamedType(definition.type);
  const inner = isCompositeType(type) ? ` ${selection(writer, type, depth + 1)}` : '';
  const text = `${alias}${definition.name}${args}${directives(writer)}${inner}`;
  if (inner === '' || writer.budget <= 0 || !isCompositeType(type) || !dice.chance(8)) return text;
  // The same field again with other selections: they must merge.
  return `${text} ${alias}${definition.name}${args}${directives(writer)} ${selection(writer, type, depth + 1)}`;
}

/** Aliases, some of which are also names of fields. */
const ALIASES = ['a', 'b', 'name', 'rank', 'x1'];
/** Aliases with the names of keys, which `@apollo/gateway` confuses with the keys. */
const HARD_ALIASES = [...ALIASES, 'id', 'code', 'num', 'ref', 'title', 'kind'];

/** Returns a response key that no other field of the operation uses. */
function keyFor(
  { dice, keys, hard }: Writer,
  { name, type }: GraphQLField<unknown, unknown>,
  args: string,
): string {
  const what = `${name}${args}: ${type}`;
  const wanted = dice.chance(15) ? dice.one(hard ? HARD_ALIASES : ALIASES) : name;
  for (const key of [wanted, name]) {
    if ((keys.get(key) ?? what) !== what) continue;
    keys.set(key, what);
    return key;
  }
  for (let n = 0; ; n++) {
    const key = `${name}${n}`;
    if ((keys.get(key) ?? what) !== what) continue;
    keys.set(key, what);
    return key;
  }
}

function inlineFragment(writer: Writer, type: GraphQLCompositeType, depth: number): string {
  const { dice } = writer;
  const condition = dice.chance(20) && !isUnionType(type) ? null : dice.one(overlapping(writer, type));
  const on = condition ? `... on ${condition}` : '...';
  return `${on}${directives(writer)} ${selection(writer, condition ?? type, depth + 1)}`;
}

function fragmentSpread(writer: Writer, type: GraphQLCompositeType, depth: number): string {
  const { dice, schema, fragments } = writer;
  const known = fragments.filter((fragment) => doTypesOverlap(schema, fragment.type, type));
  if (known.length > 0 && dice.chance(50)) return `...${dice.one(known).name}${directives(writer)}`;
  const of = dice.one(overlapping(writer, type));
  const text = selection(writer, of, depth + 1);
  const name = `F${fragments.length}`;
  fragments.push({ name, type: of, text });
  return `...${name}${directives(writer)}`;
}

/**
 * Returns only the type itself in 40 of 100 cases, otherwise all types that an object of it may also have.
 */
function overlapping(
  { schema, dice, hard }: Writer,
  type: GraphQLCompositeType,
): readonly GraphQLCompositeType[] {
  if (dice.chance(40)) return [type];
  return (
    Object.values(schema.getTypeMap())
      .filter(isCompositeType)
      .filter((each) => !each.name.startsWith('__') && doTypesOverlap(schema, each, type))
      // The stock executor loses the selections of a fragment on a union around an object without a selected
      // `__typename`.
      .filter((each) => hard || !isUnionType(each) || isAbstractType(type))
  );
}

function directives({ dice, variables }: Writer): string {
  if (!dice.chance(7)) return '';
  const one = dice.chance(50) ? 'skip' : 'include';
  const both = dice.chance(15)
    ? ` @${one === 'skip' ? 'include' : 'skip'}(if: ${variables.condition()})`
    : '';
  return ` @${one}(if: ${variables.condition()})${both}`;
}

function introspection(dice: Dice): string {
  return dice.one([
    '__schema { queryType { name } }',
    's: __schema { types { name kind } directives { name args { name } } }',
    '__type(name: "Query") { name fields { name type { kind ofType { name } } } }',
    't: __type(name: "Nothing") { name }',
    'named: __type(name: "Named") { possibleTypes { name __typename } }',
  ]);
}
