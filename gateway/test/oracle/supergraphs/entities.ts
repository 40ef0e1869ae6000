/**
 * Adds entities with one or more keys, and fields that need plans of several steps: shared, required,
 * provided, moved ones.
 */
import type { Dice } from '../dice.ts';
import { addField, type SubgraphDraft, typeIn } from './draft.ts';
import { FIELD_NAMES, literalsFor, randomArguments, randomType } from './types.ts';

export interface EntityDraft {
  readonly name: string;
  readonly homes: readonly SubgraphDraft[];
  readonly keys: readonly string[];
  /** The subgraphs that resolve each field, by its name. */
  readonly owners: Map<string, readonly SubgraphDraft[]>;
}

const KEYS: readonly (readonly string[])[] = [
  ['id'],
  ['id'],
  ['id', 'code'],
  ['code num'],
  ['id', 'code num'],
  ['ref { id }'],
  ['id', 'ref { id }'],
  ['org { code } num'],
];

const KEY_FIELDS: Readonly<Record<string, string>> = {
  id: 'ID!',
  code: 'String!',
  num: 'Int!',
  ref: 'Ref!',
  org: 'Org!',
};

/** Declares an entity in its home subgraphs: the first home has all its keys, each other one some of them. */
export function declareEntity(
  dice: Dice,
  name: string,
  subgraphs: readonly SubgraphDraft[],
  hard: boolean,
): EntityDraft {
  const keys = dice.one(KEYS);
  const homes = dice.some(subgraphs, 65);
  for (const [n, home] of homes.entries()) {
    const type = typeIn(home, name);
    for (const key of n === 0 ? keys : dice.some(keys, 60)) {
      const closed = hard && n > 0 && dice.chance(25) ? ', resolvable: false' : '';
      type.directives.add(`@key(fields: "${key}"${closed})`);
      for (const [field, of] of Object.entries(KEY_FIELDS)) {
        if (!new RegExp(`(^| )${field}( |$)`).test(key.replace(/\{.*?\}/g, ''))) continue;
        addField(type, field, of);
        if (field === 'ref') addField(typeIn(home, 'Ref'), 'id', 'ID!', { directives: ['@shareable'] });
        if (field === 'org') addField(typeIn(home, 'Org'), 'code', 'String!', { directives: ['@shareable'] });
      }
    }
  }
  return { name, homes, keys, owners: new Map() };
}

/** Adds fields to an entity, each in one home or in several. */
export function addEntityFields(dice: Dice, { name, homes, owners }: EntityDraft): void {
  for (const field of dice.some(FIELD_NAMES, 40)) {
    const moved = homes.length > 1 && dice.chance(8);
    const [first] = homes;
    const at = dice.chance(10) ? dice.some(homes, 50) : [dice.one(homes)];
    const type = randomType(dice, at);
    const args = randomArguments(dice);
    for (const home of at) {
      if (typeIn(home, name).fields.has(field)) continue;
      // One of several homes with the field may declare it non-null and another not.
      const ofHome = at.length > 1 && type.endsWith('!') && dice.chance(30) ? type.slice(0, -1) : type;
      addField(typeIn(home, name), field, ofHome, { args, directives: at.length > 1 ? ['@shareable'] : [] });
    }
    owners.set(field, at);
    const from = at.length === 1 && at[0] !== first ? first : undefined;
    if (!moved || !from?.types.get(name) || from.types.get(name)?.fields.has(field)) continue;
    if (!/^\W*(Int|String|Float|Boolean|ID|Color|Blob)\W*$/.test(type)) continue;
    addField(typeIn(from, name), field, type, { args });
    addField(typeIn(at[0] ?? from, name), field, type, { directives: [`@override(from: "${from.name}")`] });
  }
}

/**
 * Adds fields that require others of the entity from another home: leaves, and fields inside objects and
 * lists.
 */
export function addRequires(dice: Dice, entity: EntityDraft, hard: boolean): void {
  for (const home of entity.homes) {
    if (!dice.chance(45)) continue;
    const type = typeIn(home, entity.name);
    const candidates = [...entity.owners].flatMap(([field, owners]) => {
      const [owner] = owners;
      const draft = owner?.types.get(entity.name)?.fields.get(field);
      if (!owner || !draft || owners.includes(home) || type.fields.has(field)) return [];
      const inner = requirable(draft.type.replaceAll(/\W/g, ''), home, owner);
      // The stock executor sends a list of lists of objects as a list of nulls, and confuses arguments.
      const lost = (inner !== '' && draft.type.startsWith('[[')) || draft.args !== '';
      return inner === null || (lost && !hard) ? [] : [{ field, type: draft.type, args: draft.args, inner }];
    });
    if (candidates.length === 0) continue;
    const needed = dice.some(candidates, 30);
    for (const { field, type: of, args } of needed) {
      addField(type, field, of, { args, directives: ['@external'] });
    }
    // Stock confuses two that require one field with different arguments.
    for (let n = hard && needed.some(({ args }) => args) ? 2 : 1; n > 0; n--) {
      const fields = needed
        .map(({ field, args, inner }) => `${field}${literalsFor(dice, args)}${inner}`)
        .join(' ');
      const name = `made${type.fields.size}`;
      addField(type, name, dice.one(['String', 'Int', 'String!', '[String]']), {
        directives: [`@requires(fields: ${JSON.stringify(fields)})`],
      });
      entity.owners.set(name, [home]);
    }
  }
}

/** Returns the part of a type that a @requires in the home may select; null when it has none. */
function requirable(type: string, home: SubgraphDraft, owner: SubgraphDraft): string | null {
  if (['Int', 'String', 'Float', 'Boolean', 'ID', 'Color', 'Blob'].includes(type)) return '';
  const [there, here] = [owner.types.get(type), home.types.get(type)];
  if (there?.kind !== 'type' || here?.kind !== 'type') return null;
  const leaves = [...here.fields.values()].filter(
    ({ name, args, type }) => !args && there.fields.has(name) && /^\W*(Int|String|Float|ID)\W*$/.test(type),
  );
  return leaves.length > 0
    ? ` { ${leaves
        .map(({ name }) => name)
        .slice(0, 2)
        .join(' ')} }`
    : null;
}

/** Adds fields that lead to the entity and provide one of its fields that belongs to another home. */
export function addProvides(dice: Dice, entity: EntityDraft): void {
  const leaves = [...entity.owners].flatMap(([field, owners]) => {
    const draft = owners[0]?.types.get(entity.name)?.fields.get(field);
    return draft &&
      !draft.args &&
      /^\W*(Int|String|Color)\W*$/.test(draft.type) &&
      draft.directives.size === 0
      ? [{ field, owners, type: draft.type }]
      : [];
  });
  for (const home of entity.homes) {
    const foreign = leaves.filter(
      ({ field, owners }) => !owners.includes(home) && !home.types.get(entity.name)?.fields.has(field),
    );
    if (foreign.length === 0 || !dice.chance(40)) continue;
    const { field, owners, type } = dice.one(foreign);
    for (const owner of owners) owner.types.get(entity.name)?.fields.get(field)?.directives.add('@shareable');
    addField(typeIn(home, entity.name), field, type, { directives: ['@external'] });
    const holder = dice.one(
      [...home.types.values()].filter(({ name }) => name === 'Query' || name === entity.name),
    );
    addField(
      holder,
      `with${entity.name}${home.name}`,
      dice.one([entity.name, `[${entity.name}]`, `[${entity.name}!]!`]),
      {
        directives: [`@provides(fields: "${field}")`],
      },
    );
  }
}

/**
 * Adds a field that all homes have, of a type whose fields are spread over them, so that their answers have
 * to be merged. Lists of lists only when `hard`: of these `@apollo/gateway` keeps only the first answer.
 */
export function addSplitValue(dice: Dice, { name, homes, owners }: EntityDraft, hard: boolean): void {
  if (homes.length < 2 || !dice.chance(50)) return;
  const nested = hard ? [`[[${name}Split]]`, `[[${name}Split!]!]`] : [];
  const type = dice.one([`${name}Split`, `[${name}Split]`, `[${name}Split!]!`, ...nested]);
  for (const home of homes) addField(typeIn(home, name), 'split', type, { directives: ['@shareable'] });
  for (const field of ['name', 'rank', 'best', 'size'].slice(0, 2 + dice.below(3))) {
    const of = dice.one(['Int', 'String', 'String!', '[Int!]']);
    for (const home of dice.some(homes, 50))
      addField(typeIn(home, `${name}Split`), field, of, { directives: ['@shareable'] });
  }
  for (const home of homes) {
    if (!home.types.has(`${name}Split`)) typeIn(home, name).fields.delete('split');
  }
  owners.set('split', homes);
}
