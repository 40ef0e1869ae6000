import type { Dice } from '../dice.ts';
import type { SubgraphDraft } from './draft.ts';

export const SCALARS = ['Int', 'String', 'Float', 'Boolean', 'ID', 'Color', 'Blob'] as const;

/** Names that types share, so that fragments on abstract types have the same key in several types. */
export const FIELD_NAMES = [
  'name',
  'size',
  'rank',
  'mates',
  'notes',
  'next',
  'best',
  'rest',
  'parts',
  'owner',
  'state',
  'place',
  'extra',
  'grid',
] as const;

const ARGUMENTS = [
  'n: Int = 2',
  'q: String',
  'ids: [ID!]',
  'filter: Filter',
  'color: Color',
  'flag: Boolean! = true',
  'must: Int!',
  'grid: [[Int!]]',
  'filters: [Filter!] = [{ q: "x" }]',
  'blob: Blob',
] as const;

/** Returns arguments for one field of five. */
export function randomArguments(dice: Dice): string {
  if (!dice.chance(20)) return '';
  return `(${dice.some(ARGUMENTS, 15).join(', ')})`;
}

const LITERALS: Readonly<Record<string, readonly string[]>> = {
  n: ['1', '3'],
  q: ['"r"', 'null'],
  ids: ['["a", "b"]', '[]'],
  filter: ['{ q: "f" }', '{ least: 4, color: BLUE }'],
  color: ['GREEN', 'BLUE'],
  flag: ['false', 'true'],
  must: ['4', '5'],
  grid: ['[[1, 2], []]', '[[3]]'],
  filters: ['[{ tags: ["t"] }]', '[]'],
  blob: ['7', '"b"'],
};

/** Returns values for declared arguments, in parentheses; some optional ones are omitted. */
export function literalsFor(dice: Dice, args: string): string {
  const names = [...args.matchAll(/(\w+): [[\w]/g)]
    .map(([, name = '']) => name)
    .filter((name) => name in LITERALS);
  const given = names.filter((name) => name === 'must' || dice.chance(70));
  return given.length > 0
    ? `(${given.map((name) => `${name}: ${dice.one(LITERALS[name] ?? [])}`).join(', ')})`
    : '';
}

/** Wraps a name in lists and non-nulls. */
export function wrap(dice: Dice, name: string): string {
  const sure = (type: string, percent = 30) => (dice.chance(percent) ? `${type}!` : type);
  const depth = dice.one([0, 0, 0, 0, 0, 1, 1, 1, 1, 2]);
  let type = sure(name);
  for (let level = 0; level < depth; level++) type = sure(`[${type}]`);
  return type;
}

/** Returns a type that all of the subgraphs have. @param leaves the percentage of leaf types. */
export function randomType(dice: Dice, subgraphs: readonly SubgraphDraft[], leaves = 45): string {
  if (dice.chance(leaves)) return wrap(dice, dice.one(SCALARS));
  const objects = objectsOf(subgraphs);
  // The members of abstract types differ between subgraphs, so a field that several have must not have such a
  // type.
  const [only] = subgraphs;
  const abstract = only && subgraphs.length === 1 ? abstractOf(only) : [];
  return wrap(dice, abstract.length > 0 && dice.chance(35) ? dice.one(abstract) : dice.one(objects));
}

export function objectsOf(subgraphs: readonly SubgraphDraft[]): string[] {
  const [first, ...others] = subgraphs;
  return [...(first?.types.values() ?? [])]
    .filter(
      ({ kind, name }) =>
        kind === 'type' && name !== 'Query' && name !== 'Mutation' && !name.endsWith('Split'),
    )
    .map(({ name }) => name)
    .filter((name) => others.every(({ types }) => types.has(name)));
}

function abstractOf({ types, unions }: SubgraphDraft): string[] {
  const interfaces = [...types.values()].filter(({ kind }) => kind === 'interface').map(({ name }) => name);
  return [...interfaces, ...unions.keys()];
}
