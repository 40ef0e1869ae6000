import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { GraphQLSchema } from 'graphql';
import { compareText } from '../problem.ts';
import type { Level } from '../report/report.ts';
import { coordinateOf } from './coordinateOf.ts';
import { correctedLevel, isToldByAnother } from './corrections.ts';

/** Two API schemas of one graph. */
export interface Schemas {
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
}

export interface ApiChange {
  readonly level: Level;
  readonly coordinate: string | undefined;
  readonly message: string;
  /** What graphql-inspector found, by its type. */
  readonly found: SerializableChange;
}

const LEVELS: Readonly<Record<CriticalityLevel, Level>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

const ORDER: Readonly<Record<Level, number>> = { breaking: 0, dangerous: 1, safe: 2 };

/**
 * Every change from one API schema to another, the worst first: graphql-inspector's, without those that only repeat
 * that something around them was added, and with the levels that it has wrong put right.
 */
export async function compareSchemas(schemas: Schemas): Promise<ApiChange[]> {
  const changes: Change<SerializableChange['type']>[] = await diff(schemas.before, schemas.after);
  const toldBy = isToldByAnother(changes, schemas);
  return changes
    .filter((change) => !toldBy(change))
    .map((change) => {
      const found = { type: change.type, meta: change.meta } as SerializableChange;
      const level = correctedLevel(found, schemas) ?? LEVELS[change.criticality.level];
      return { level, coordinate: coordinateOf(change), message: messageOf(change), found };
    })
    .sort(
      (a, b) =>
        ORDER[a.level] - ORDER[b.level] ||
        compareText(a.coordinate ?? '', b.coordinate ?? '') ||
        compareText(a.found.type, b.found.type) ||
        compareText(a.message, b.message),
    );
}

/** graphql-inspector says of a default that went that it `changed from '3' to 'undefined'`. */
function messageOf({ message }: Change): string {
  return message.replace(/ to 'undefined'$/, ' to none');
}
