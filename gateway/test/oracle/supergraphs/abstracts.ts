/**
 * Adds interfaces, unions, and an interface that is an entity, with subgraphs that declare it as an object.
 */
import type { Dice } from '../dice.ts';
import { addField, type SubgraphDraft, typeIn } from './draft.ts';
import type { EntityDraft } from './entities.ts';
import { objectsOf, randomArguments, randomType } from './types.ts';

const NAMED_FIELDS: Readonly<Record<string, string>> = { title: 'String', tint: 'Color', cells: '[[Int]]' };

/**
 * Each implementation has each field in some subgraph; a subgraph's interface has the fields that its
 * implementations have there. When a field is non-null only in an implementation, `@apollo/gateway` answers
 * null for it; so it is nullable in both unless `hard`.
 */
export function addInterface(dice: Dice, entities: readonly EntityDraft[], hard: boolean): void {
  const implementing = entities.filter(() => dice.chance(70));
  const fields = Object.keys(NAMED_FIELDS).filter(() => dice.chance(70));
  for (const { name, homes } of implementing) {
    for (const field of fields) {
      const at = dice.some(homes, 35);
      const type = `${NAMED_FIELDS[field] ?? ''}${hard && dice.chance(50) ? '!' : ''}`;
      for (const home of at) {
        const directives = at.length > 1 ? ['@shareable'] : [];
        addField(typeIn(home, name), field, type, { directives });
      }
    }
  }
  for (const home of new Set(implementing.flatMap(({ homes }) => homes))) {
    const here = implementing
      .filter(({ homes }) => homes.includes(home))
      .map(({ name }) => typeIn(home, name));
    const common = fields.filter((field) => here.every((type) => type.fields.has(field)));
    if (common.length === 0) continue;
    for (const field of common)
      addField(typeIn(home, 'Named', 'interface'), field, NAMED_FIELDS[field] ?? '');
    for (const type of here) type.interfaces.add('Named');
  }
}

export function addUnion(dice: Dice, subgraph: SubgraphDraft): void {
  const objects = objectsOf([subgraph]).filter((name) => name !== 'Ref' && name !== 'Org');
  if (objects.length > 1 && dice.chance(60)) subgraph.unions.set('Any', dice.some(objects, 50));
}

/**
 * Adds `Node`, in the first subgraph an interface with two implementations, in others an object with its own
 * fields.
 */
export function addInterfaceEntity(dice: Dice, subgraphs: readonly SubgraphDraft[]): void {
  if (!dice.chance(35)) return;
  const [home, ...others] = subgraphs;
  if (!home) return;
  const key = '@key(fields: "id")';
  const node = typeIn(home, 'Node', 'interface');
  node.directives.add(key);
  addField(node, 'id', 'ID!');
  addField(node, 'label', 'String');
  for (const name of ['Leafy', 'Woody']) {
    const type = typeIn(home, name);
    type.directives.add(key);
    type.interfaces.add('Node');
    addField(type, 'id', 'ID!');
    addField(type, 'label', 'String');
    addField(type, name === 'Leafy' ? 'leaves' : 'rings', dice.one(['Int', 'Int!', '[String]']));
  }
  // Only one: with three, `@apollo/query-planner` needs half a minute for a plan of 20 fields.
  for (const [n, other] of others.slice(0, 1).entries()) {
    const object = typeIn(other, 'Node');
    object.directives.add(key).add('@interfaceObject');
    addField(object, 'id', 'ID!');
    addField(object, `score${n}`, randomType(dice, [other]), { args: randomArguments(dice) });
    if (dice.chance(50)) {
      addField(object, 'label', 'String', { directives: ['@external'] });
      addField(object, `shout${n}`, 'String', { directives: ['@requires(fields: "label")'] });
    }
    if (dice.chance(50))
      addField(typeIn(other, 'Query'), `nodes${n}`, dice.one(['Node', '[Node]', '[Node!]']));
  }
  addField(typeIn(home, 'Query'), 'nodes', dice.one(['[Node]', '[Node!]!', '[[Node]]']));
}
