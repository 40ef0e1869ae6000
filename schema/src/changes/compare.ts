import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { GraphQLSchema } from 'graphql';
import { compareText } from '../problem.ts';
import type { Level } from '../report/report.ts';
import { compareRequirements, type RequirementChange } from '../requirements/compare.ts';
import { coordinateOf } from './coordinateOf.ts';
import { correctedLevel, isToldByAnother } from './corrections.ts';

/** Two API schemas of one graph. */
export interface Schemas {
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
}

/** Both as supergraphs, which alone say what is required of callers. */
export interface Supergraphs {
  readonly before: string;
  readonly after: string;
}

export interface ApiChange {
  readonly level: Level;
  readonly coordinate: string | undefined;
  readonly message: string;
  /** What graphql-inspector found, or what is required of callers now, by its type. */
  readonly found: SerializableChange | RequirementChange;
}

const LEVELS: Readonly<Record<CriticalityLevel, Level>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

const ORDER: Readonly<Record<Level, number>> = { breaking: 0, dangerous: 1, safe: 2 };

/** The worst first. */
export function byLevel(a: Pick<ApiChange, 'level'>, b: Pick<ApiChange, 'level'>): number {
  return ORDER[a.level] - ORDER[b.level];
}

/**
 * Every change from one schema to another, the worst first.
 * @param supergraphs left out, what is required of callers is not compared.
 */
export async function compareSchemas(
  schemas: Schemas,
  supergraphs: Supergraphs | undefined,
): Promise<ApiChange[]> {
  const ofApi = schemas.before === schemas.after ? [] : await compareApi(schemas);
  const ofRequirements = supergraphs ? compareRequirements(supergraphs, schemas) : [];
  return [...ofApi, ...ofRequirements].sort(
    (a, b) =>
      byLevel(a, b) ||
      compareText(a.coordinate ?? '', b.coordinate ?? '') ||
      compareText(a.found.type, b.found.type) ||
      compareText(a.message, b.message),
  );
}

/**
 * graphql-inspector's changes, without those that only repeat that something around them was added, and with the
 * levels that it has wrong put right.
 */
async function compareApi(schemas: Schemas): Promise<ApiChange[]> {
  const changes: Change<SerializableChange['type']>[] = await diff(schemas.before, schemas.after);
  const toldBy = isToldByAnother(changes, schemas);
  return changes
    .filter((change) => !toldBy(change))
    .map((change) => {
      const found = { type: change.type, meta: change.meta } as SerializableChange;
      const level = correctedLevel(found, schemas) ?? LEVELS[change.criticality.level];
      return { level, coordinate: coordinateOf(change), message: messageOf(change), found };
    });
}

/** graphql-inspector says of a default that went that it `changed from '3' to 'undefined'`. */
function messageOf({ message }: Change): string {
  return message.replace(/ to 'undefined'$/, ' to none');
}
