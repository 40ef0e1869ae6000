import { diff } from '@graphql-inspector/core';
import { buildASTSchema, type DocumentNode, parse, specifiedDirectives } from 'graphql';
import { directiveNamesIn } from '../requirements/directiveNames.ts';
import { ACCESS_FEATURES } from '../requirements/read.ts';
import { compareApplied, type LevelOf } from './applied/compare.ts';
import { appliedIn, definitionsOfSchema } from './applied/read.ts';
import { compareResolved, isJoinName } from './applied/resolved.ts';
import type { ApiChange, Schemas, Supergraphs } from './change.ts';
import { coordinateOf } from './coordinateOf.ts';
import { isDirectiveUsage, isToldByAnother } from './corrections.ts';
import { messageOf } from './messageOf.ts';

/**
 * What changes in the supergraph and is not to be seen in the API: directives that are composed, what is inaccessible, and
 * which subgraph resolves what. What is required of callers is told by `compareRequirements`.
 * @param ofApi the changes that are to be seen there.
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
 * Nobody knows what a directive of somebody's own means, which may be who is let in: `dangerous`. A link says only what the
 * directives that it brings are.
 */
function levelsIn(...documents: readonly DocumentNode[]): LevelOf {
  const names = (features: readonly string[]) =>
    documents.flatMap((document) => [...directiveNamesIn(document, features).keys()]);
  const ofApi = [...specifiedDirectives.map(({ name }) => name), 'oneOf'];
  const told = new Set([...names([...ACCESS_FEATURES, 'inaccessible']), ...ofApi, 'link', 'core']);
  const safe = new Set(names(['tag']));
  return (name) => {
    if (isJoinName(name) || told.has(name)) return undefined;
    return safe.has(name) ? 'safe' : 'dangerous';
  };
}

/** Changes of types, fields and directives that neither API has. They reach nobody, except by where a directive is applied. */
async function compareUnseen(
  documents: Readonly<Record<'before' | 'after', DocumentNode>>,
  schemas: Schemas,
  levelOf: LevelOf,
): Promise<ApiChange[]> {
  const before = buildASTSchema(documents.before, { assumeValidSDL: true });
  const after = buildASTSchema(documents.after, { assumeValidSDL: true });
  const changes = await diff(before, after);
  const toldBy = isToldByAnother(changes, { before, after });
  const applied = [...appliedIn(documents.after.definitions)];
  const seen = [schemas.before, schemas.after].map((schema) => appliedIn(definitionsOfSchema(schema)));
  return changes.flatMap((change): ApiChange[] => {
    const coordinate = coordinateOf(change);
    if (coordinate === undefined || isDirectiveUsage(change) || toldBy(change)) return [];
    if (isOfSpecification(coordinate) || seen.some((all) => all.has(coordinate))) return [];
    const directive = /^@(\w+)/.exec(coordinate)?.[1];
    const level = directive === undefined ? 'safe' : levelOf(directive);
    // What a specification's own directive is goes by its version; where it is applied is told.
    if (level === undefined || (directive !== undefined && level === 'safe')) return [];
    const appliedTo = applied.flatMap(([at, { directives }]) =>
      directives.some(({ name }) => name.value === directive) ? [at] : [],
    );
    const message = `${messageOf(change)}, which clients do not see`;
    return [{ level, coordinate, message, found: { type: change.type, appliedTo } }];
  });
}

/** What a supergraph needs to be one changes with the versions of its specifications, which its links tell. */
function isOfSpecification(coordinate: string): boolean {
  return /^@?(?:link|core)\b|^@?(?!join__Graph\.)[a-zA-Z\d]+__/.test(coordinate);
}
