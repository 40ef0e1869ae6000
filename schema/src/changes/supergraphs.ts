import { diff } from '@graphql-inspector/core';
import { buildASTSchema, type DocumentNode, parse, specifiedDirectives } from 'graphql';
import { directiveNamesIn } from '../requirements/directiveNames.ts';
import { ACCESS_FEATURES } from '../requirements/read.ts';
import { compareApplied, type LevelOf } from './applied/compare.ts';
import { appliedIn, definitionsOfSchema } from './applied/read.ts';
import { compareResolved, isJoinName } from './applied/resolved.ts';
import type { ApiChange, Schemas, Supergraphs } from './change.ts';
import { impliedByAnother, isDirectiveUsage } from './corrections.ts';
import { coordinateOf, messageOf } from './inspectorChange.ts';

/**
 * Returns the changes of a supergraph that the API does not show: composed directives, inaccessible parts,
 * and which subgraph resolves what. `compareRequirements` reports the requirements for callers.
 * @param ofApi the changes that the API shows.
 */
export async function compareSupergraphs(
  supergraphs: Supergraphs,
  schemas: Schemas,
  ofApi: readonly ApiChange[],
): Promise<ApiChange[]> {
  if (supergraphs.before === supergraphs.after) return [];
  const before = parse(supergraphs.before, { noLocation: true });
  const after = parse(supergraphs.after, { noLocation: true });
  const levelOf = levelsIn(before, after);
  return [
    ...compareApplied(before.definitions, after.definitions, levelOf),
    ...compareResolved(before.definitions, after.definitions, ofApi),
    ...(await compareUnseen({ before, after }, schemas, levelOf)),
  ];
}

/**
 * A custom directive may mean anything, even who is admitted, so its changes are `dangerous`. A link only
 * names the directives that it imports.
 */
function levelsIn(...documents: readonly DocumentNode[]): LevelOf {
  const names = (features: readonly string[]) =>
    documents.flatMap((document) => [...directiveNamesIn(document, features).keys()]);
  const ofApi = [...specifiedDirectives.map(({ name }) => name), 'oneOf'];
  const reportedElsewhere = new Set([
    ...names([...ACCESS_FEATURES, 'inaccessible']),
    ...ofApi,
    'link',
    'core',
  ]);
  const safe = new Set(names(['tag']));
  return (name) => {
    if (isJoinName(name) || reportedElsewhere.has(name)) return undefined;
    return safe.has(name) ? 'safe' : 'dangerous';
  };
}

/**
 * Returns the changes of types, fields and directives that neither API has. They affect no operation, except
 * through what a changed directive is applied to.
 */
async function compareUnseen(
  documents: Readonly<Record<'before' | 'after', DocumentNode>>,
  schemas: Schemas,
  levelOf: LevelOf,
): Promise<ApiChange[]> {
  const before = buildASTSchema(documents.before, { assumeValidSDL: true });
  const after = buildASTSchema(documents.after, { assumeValidSDL: true });
  const changes = await diff(before, after);
  const isImplied = impliedByAnother(changes, { before, after });
  const applied = [...appliedIn(documents.after.definitions)];
  const seen = [schemas.before, schemas.after].map((schema) => appliedIn(definitionsOfSchema(schema)));
  return changes.flatMap((change): ApiChange[] => {
    const coordinate = coordinateOf(change);
    if (coordinate === undefined || isDirectiveUsage(change) || isImplied(change)) return [];
    if (isOfSpecification(coordinate) || seen.some((all) => all.has(coordinate))) return [];
    const directive = /^@(\w+)/.exec(coordinate)?.[1];
    const level = directive === undefined ? 'safe' : levelOf(directive);
    // A specification's directive changes with its version; only its applications are reported.
    if (level === undefined || (directive !== undefined && level === 'safe')) return [];
    const appliedTo = applied.flatMap(([at, { directives }]) =>
      directives.some(({ name }) => name.value === directive) ? [at] : [],
    );
    const message = `${messageOf(change)} (clients do not see it)`;
    return [{ level, coordinate, message, found: { type: change.type, appliedTo } }];
  });
}

/** Returns true for the definitions of specifications, which change with the versions that the links name. */
function isOfSpecification(coordinate: string): boolean {
  return /^@?(?:link|core)\b|^@?(?!join__Graph\.)[a-zA-Z\d]+__/.test(coordinate);
}
