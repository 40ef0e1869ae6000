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
 * What is required of callers now and was not, or the reverse, of types and fields that both API schemas have. When some
 * who were let in are refused it is breaking, even where others are let in for them; when none is, it is dangerous, since it opens
 * something.
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
      ? change('dangerous', 'REQUIREMENT_REMOVED', `requires nothing now, which opens it: it required ${was}`)
      : change(
          'dangerous',
          'REQUIREMENT_LOWERED',
          `requires less now, which opens it to more callers: ${is}; it required ${was}`,
        );
  if (admitsMore)
    return change(
      'breaking',
      'REQUIREMENT_CHANGED',
      `requires ${is} now instead of ${was}, which opens it to others`,
    );
  return implies(NOTHING, before)
    ? change('breaking', 'REQUIREMENT_ADDED', `requires ${is} now; it required nothing`)
    : change('breaking', 'REQUIREMENT_RAISED', `requires ${is} now; ${was} was enough`);
}
