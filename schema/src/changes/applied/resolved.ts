import { type ConstDirectiveNode, Kind } from 'graphql';
import { compareText } from '../../problem.ts';
import type { ApiChange } from '../change.ts';
import { appliedText, changedPairs } from './pairs.ts';
import { type Applied, appliedIn, type Definitions } from './read.ts';

const JOIN = 'join__';

/**
 * Returns true for names of the join specification, with which a supergraph records what each subgraph has.
 */
export function isJoinName(name: string): boolean {
  return name.startsWith(JOIN);
}

/**
 * Reports SUBGRAPHS_CHANGED for what both supergraphs have, but other subgraphs now resolve, or the same ones
 * with another key, requirement, override or address. Clients do not see it, so it is safe.
 * @param ofApi the changes of the API. They cover interfaces and union members that a subgraph gains or loses
 *   with them.
 */
export function compareResolved(
  before: Definitions,
  after: Definitions,
  ofApi: readonly ApiChange[],
): ApiChange[] {
  const [was, is] = [appliedIn(before), appliedIn(after)];
  const members = new Set(
    ofApi.filter(({ found }) => /INTERFACE|UNION_MEMBER/.test(found.type)).map((change) => change.coordinate),
  );
  return [...was.keys()].flatMap((coordinate): ApiChange[] => {
    if (!is.has(coordinate)) return [];
    const pairs = changedPairs(joinsAt(coordinate, was), joinsAt(coordinate, is)).filter(
      ({ name }) => !(members.has(coordinate) && /implements|unionMember/.test(name)),
    );
    if (pairs.length === 0) return [];
    const texts = (side: 'before' | 'after') =>
      pairs.flatMap(({ [side]: directive }) => (directive ? appliedText(directive) : [])).join(' ');
    const parts = [
      ['now', texts('after')],
      ['no longer', texts('before')],
    ].flatMap(([word, text]) => (text ? `${word} ${text}` : []));
    const message = `'${coordinate}' is resolved differently: ${parts.join(', ')}`;
    const found = { type: 'SUBGRAPHS_CHANGED', appliedTo: [coordinate] };
    return [{ level: 'safe', coordinate, message, found }];
  });
}

/**
 * Returns the join directives at one coordinate. A field without any belongs to every subgraph that has its
 * type. This is written out here, so that a type which one more subgraph has does not look like a change of
 * its fields.
 */
function joinsAt(coordinate: string, all: ReadonlyMap<string, Applied>): readonly ConstDirectiveNode[] {
  const at = all.get(coordinate);
  if (!at) return [];
  const own = at.directives.filter(({ name }) => isJoinName(name.value));
  if (own.length > 0 || at.kind !== Kind.FIELD_DEFINITION) return own;
  const [type = ''] = coordinate.split('.');
  const graphs = (all.get(type)?.directives ?? []).flatMap(({ name, arguments: given = [] }) =>
    name.value === `${JOIN}type` ? given.filter((argument) => argument.name.value === 'graph') : [],
  );
  const distinct = new Map(graphs.map((graph) => [appliedText(fieldOf(graph)), fieldOf(graph)]));
  return [...distinct].sort(([a], [b]) => compareText(a, b)).map(([, directive]) => directive);
}

function fieldOf(graph: NonNullable<ConstDirectiveNode['arguments']>[number]): ConstDirectiveNode {
  const name = { kind: Kind.NAME, value: `${JOIN}field` } as const;
  return { kind: Kind.DIRECTIVE, name, arguments: [graph] };
}
