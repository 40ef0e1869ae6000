/** Random subgraphs of Apollo Federation 2 that mostly compose. */

import { createDice, type Dice } from '../dice.ts';
import { addInterface, addInterfaceEntity, addUnion } from './abstracts.ts';
import { addField, draftSubgraph, printSubgraph, type SubgraphDraft, typeIn } from './draft.ts';
import { addEntityFields, addProvides, addRequires, addSplitValue, declareEntity } from './entities.ts';
import { randomArguments, randomType, SCALARS, wrap } from './types.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;

/** Returns the SDL by the subgraph's name. @param hard true to include what `@apollo/gateway` gets wrong. */
export function randomSubgraphs(seed: number, hard: boolean): Record<string, string> {
  const dice = createDice(seed);
  const subgraphs = NAMES.slice(0, dice.one([2, 2, 3, 3, 3, 4, 4, 5])).map(draftSubgraph);
  const entities = Array.from({ length: 2 + dice.below(3) }, (_, n) =>
    declareEntity(dice, `E${n}`, subgraphs, hard),
  );
  addValues(dice, subgraphs);
  addInterface(dice, entities, hard);
  for (const subgraph of subgraphs) addUnion(dice, subgraph);
  addInterfaceEntity(dice, subgraphs);
  for (const entity of entities) addEntityFields(dice, entity);
  for (const subgraph of subgraphs) addRoots(dice, subgraph);
  if (dice.chance(30)) addSharedRoot(dice, dice.some(subgraphs, 50));
  for (const entity of entities) {
    addRequires(dice, entity, hard);
    addProvides(dice, entity);
    addSplitValue(dice, entity, hard);
  }
  hideSomething(dice, subgraphs);
  return Object.fromEntries(subgraphs.map((subgraph) => [subgraph.name, printSubgraph(subgraph)]));
}

/** Adds two value types that every subgraph has. */
function addValues(dice: Dice, subgraphs: readonly SubgraphDraft[]): void {
  const leaf = () => wrap(dice, dice.one(SCALARS));
  const [one, two, three, list] = [leaf(), leaf(), leaf(), wrap(dice, 'Size')];
  for (const subgraph of subgraphs) {
    const directives = ['@shareable'];
    addField(typeIn(subgraph, 'Size'), 'size', one, { directives });
    addField(typeIn(subgraph, 'Size'), 'rank', 'Int', { directives });
    addField(typeIn(subgraph, 'Note'), 'name', two, { directives });
    addField(typeIn(subgraph, 'Note'), 'state', three, { directives, args: '(n: Int = 2)' });
    addField(typeIn(subgraph, 'Note'), 'parts', list, { directives });
  }
}

function addRoots(dice: Dice, subgraph: SubgraphDraft): void {
  const { name } = subgraph;
  for (let n = dice.below(3) + 2; n > 0; n--) {
    const args = randomArguments(dice);
    addField(typeIn(subgraph, 'Query'), `${name}${n}`, randomType(dice, [subgraph], 10), { args });
  }
  if (!dice.chance(50)) return;
  for (let n = dice.below(2) + 1; n > 0; n--) {
    const args = randomArguments(dice);
    addField(typeIn(subgraph, 'Mutation'), `${name}Do${n}`, randomType(dice, [subgraph], 20), { args });
  }
}

function addSharedRoot(dice: Dice, subgraphs: readonly SubgraphDraft[]): void {
  const type = randomType(dice, subgraphs);
  for (const subgraph of subgraphs)
    addField(typeIn(subgraph, 'Query'), 'shared', type, { directives: ['@shareable'] });
}

/** Sometimes hides a field from clients. */
function hideSomething(dice: Dice, subgraphs: readonly SubgraphDraft[]): void {
  if (!dice.chance(30)) return;
  const subgraph = dice.one(subgraphs);
  const entities = [...subgraph.types.values()].filter(
    ({ name, fields }) => /^E\d$/.test(name) && fields.size > 2,
  );
  if (entities.length === 0) return;
  const visible = [...dice.one(entities).fields.values()].filter(({ directives }) => directives.size === 0);
  if (visible.length > 1) dice.one(visible).directives.add('@inaccessible');
}
