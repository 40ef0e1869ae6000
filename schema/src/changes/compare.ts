import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import { compareText } from '../problem.ts';
import type { Level } from '../report/report.ts';
import { compareRequirements } from '../requirements/compare.ts';
import { compareApplied } from './applied/compare.ts';
import { definitionsOfSchema } from './applied/read.ts';
import type { ApiChange, Schemas, Supergraphs } from './change.ts';

import { correctedLevel, impliedByAnother, isDirectiveUsage } from './corrections.ts';
import { coordinateOf, messageOf } from './inspectorChange.ts';
import { compareSupergraphs } from './supergraphs.ts';

const LEVELS: Readonly<Record<CriticalityLevel, Level>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
};

const ORDER: Readonly<Record<Level, number>> = { breaking: 0, dangerous: 1, safe: 2 };

/** Sorts the worst first. */
export function byLevel(a: Pick<ApiChange, 'level'>, b: Pick<ApiChange, 'level'>): number {
  return ORDER[a.level] - ORDER[b.level];
}

/**
 * Returns every change from one schema to another, the worst first.
 * @param supergraphs when undefined, only what clients see is compared.
 */
export async function compareSchemas(
  schemas: Schemas,
  supergraphs: Supergraphs | undefined,
): Promise<ApiChange[]> {
  const ofApi = schemas.before === schemas.after ? [] : await compareApi(schemas);
  const ofSupergraphs = supergraphs
    ? [
        ...compareRequirements(supergraphs, schemas),
        ...(await compareSupergraphs(supergraphs, schemas, ofApi)),
      ]
    : [];
  return [...ofApi, ...ofSupergraphs].sort(
    (a, b) =>
      byLevel(a, b) ||
      compareText(a.coordinate ?? '', b.coordinate ?? '') ||
      compareText(a.found.type, b.found.type) ||
      compareText(a.message, b.message),
  );
}

/**
 * Returns graphql-inspector's changes with corrected levels, without those that another change implies, and
 * with the changes of applied directives.
 */
async function compareApi(schemas: Schemas): Promise<ApiChange[]> {
  const changes: Change<SerializableChange['type']>[] = await diff(schemas.before, schemas.after);
  const isImplied = impliedByAnother(changes, schemas);
  const ofApi = changes
    .filter((change) => !isDirectiveUsage(change) && !isImplied(change))
    .map((change) => {
      const found = { type: change.type, meta: change.meta } as SerializableChange;
      const level = correctedLevel(found, schemas) ?? LEVELS[change.criticality.level];
      return { level, coordinate: coordinateOf(change), message: messageOf(change), found };
    });
  const [before, after] = [definitionsOfSchema(schemas.before), definitionsOfSchema(schemas.after)];
  return [...ofApi, ...compareApplied(before, after, levelInApi)];
}

/** Deprecation and `@oneOf` have changes of their own. */
function levelInApi(directive: string): Level | undefined {
  return directive === 'deprecated' || directive === 'oneOf' ? undefined : 'dangerous';
}
