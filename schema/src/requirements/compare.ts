import { isInterfaceType, isObjectType } from 'graphql';
import {
  type ApiChange,
  REQUIREMENT_CODES,
  type RequirementChange,
  type Schemas,
  type Supergraphs,
} from '../changes/change.ts';
import { readRequirements } from './read.ts';
import { implies, NOTHING, type Terms, termsText } from './terms.ts';

export function isRequirementChange(found: { readonly type: string }): found is RequirementChange {
  return (REQUIREMENT_CODES as readonly string[]).includes(found.type);
}

/**
 * Compares the requirements for callers of types and fields that both API schemas have. A change that refuses
 * callers who were admitted is breaking, even when it admits others; a change that only admits more is
 * dangerous, because it opens something.
 */
export function compareRequirements(supergraphs: Supergraphs, schemas: Schemas): ApiChange[] {
  if (supergraphs.before === supergraphs.after) return [];
  const [before, after] = [readRequirements(supergraphs.before), readRequirements(supergraphs.after)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((coordinate) => isInBoth(coordinate, schemas))
    .flatMap((coordinate) =>
      changeOf(coordinate, before.get(coordinate) ?? NOTHING, after.get(coordinate) ?? NOTHING),
    );
}

function isInBoth(coordinate: string, { before, after }: Schemas): boolean {
  const [name = '', field] = coordinate.split('.');
  return [before, after].every((schema) => {
    const type = schema.getType(name);
    if (field === undefined) return type !== undefined;
    return (isObjectType(type) || isInterfaceType(type)) && field in type.getFields();
  });
}

function changeOf(coordinate: string, before: Terms, after: Terms): ApiChange[] {
  const [refusesMore, admitsMore] = [!implies(before, after), !implies(after, before)];
  if (!refusesMore && !admitsMore) return [];
  const [was, is] = [termsText(before), termsText(after)];
  const change = (
    level: ApiChange['level'],
    type: RequirementChange['type'],
    message: string,
  ): ApiChange[] => [
    { level, coordinate, message: `'${coordinate}' ${message}`, found: { type, coordinate } },
  ];
  if (!refusesMore)
    return implies(NOTHING, after)
      ? change('dangerous', 'REQUIREMENT_REMOVED', `is now open to every caller; it required ${was}`)
      : change(
          'dangerous',
          'REQUIREMENT_LOWERED',
          `now admits more callers: it requires ${is} instead of ${was}`,
        );
  if (admitsMore)
    return change(
      'breaking',
      'REQUIREMENT_CHANGED',
      `now requires ${is} instead of ${was}, which refuses some callers and admits others`,
    );
  return implies(NOTHING, before)
    ? change('breaking', 'REQUIREMENT_ADDED', `now requires ${is}; it required nothing`)
    : change('breaking', 'REQUIREMENT_RAISED', `now requires ${is}; it required only ${was}`);
}
