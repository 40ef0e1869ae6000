import { type ConstDirectiveNode, Kind, print } from 'graphql';
import { compareText } from '../../problem.ts';
import type { Level } from '../../report/report.ts';
import type { ApiChange, AppliedChange } from '../change.ts';
import { appliedText, changedPairs, type Pair } from './pairs.ts';
import { type Applied, appliedIn, type Definitions, defaultsIn } from './read.ts';

export function isAppliedChange(found: { readonly type: string }): found is AppliedChange {
  return 'appliedTo' in found;
}

/** Returns the level of a change of a directive; undefined for a directive that other changes report. */
export type LevelOf = (directive: string) => Level | undefined;

/**
 * Compares the directives applied to what both schemas have: reports each directive that was added or
 * removed, and each argument whose value changed, also when it changed with the directive's default.
 */
export function compareApplied(before: Definitions, after: Definitions, levelOf: LevelOf): ApiChange[] {
  const [applied, defaults] = [appliedIn(after), { before: defaultsIn(before), after: defaultsIn(after) }];
  return [...appliedIn(before)].flatMap(([coordinate, was]) => {
    const is = applied.get(coordinate);
    if (!is) return [];
    return changedPairs(was.directives, is.directives).flatMap((pair) => {
      const level = levelOf(pair.name);
      if (level === undefined) return [];
      return changesOf(pair, is, defaults).map(({ type, message }) => ({
        level,
        coordinate: coordinate === 'schema' ? undefined : coordinate,
        message,
        found: { type, appliedTo: [coordinate] },
      }));
    });
  });
}

interface Message {
  readonly type: string;
  readonly message: string;
}

type Defaults = Readonly<Record<'before' | 'after', ReadonlyMap<string, string>>>;

function changesOf({ name, before, after }: Pair, at: Applied, defaults: Defaults): Message[] {
  const where = at.coordinate === 'schema' ? 'the schema' : `'${at.coordinate}'`;
  if (!before || !after) {
    const [what, directive] = after ? (['added', after] as const) : (['removed', before] as const);
    if (!directive) return [];
    const type = `DIRECTIVE_USAGE_${locationOf(at)}_${what.toUpperCase()}`;
    return [{ type, message: `${appliedText(directive)} was ${what} ${after ? 'to' : 'from'} ${where}` }];
  }
  const [was, is] = [given(before), given(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort(compareText).flatMap((argument) => {
    const key = `@${name}(${argument}:)`;
    const from = was.get(argument) ?? defaults.before.get(key);
    const to = is.get(argument) ?? defaults.after.get(key);
    if (from === to) return [];
    const what = to === undefined ? 'REMOVED' : from === undefined ? 'ADDED' : 'CHANGED';
    const become = `from ${from ?? 'nothing'} to ${to ?? 'nothing'}`;
    return [
      {
        type: `DIRECTIVE_USAGE_ARGUMENT_${what}`,
        message: `Argument '${argument}' of '@${name}' at ${where} changed ${become}`,
      },
    ];
  });
}

function given({ arguments: all = [] }: ConstDirectiveNode): ReadonlyMap<string, string> {
  return new Map(all.map(({ name, value }) => [name.value, print(value)]));
}

/** graphql-inspector's name for the location. */
function locationOf({ kind, coordinate }: Applied): string {
  if (kind === Kind.INPUT_VALUE_DEFINITION)
    return coordinate.endsWith(':)') ? 'ARGUMENT_DEFINITION' : 'INPUT_FIELD_DEFINITION';
  const name = kind.replace(/(?:Type)?(?:Definition|Extension)$/, '');
  return LOCATIONS[name] ?? name.toUpperCase();
}

const LOCATIONS: Readonly<Record<string, string>> = {
  Field: 'FIELD_DEFINITION',
  EnumValue: 'ENUM_VALUE',
  InputObject: 'INPUT_OBJECT',
  Union: 'UNION_MEMBER',
};
