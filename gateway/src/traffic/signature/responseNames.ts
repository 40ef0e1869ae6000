import { compareText } from '../compareText.ts';

/** A field selected in an operation. */
export interface SelectedField {
  /** The key of its value in the response: its alias, or its name. */
  readonly responseName: string;
  readonly name: string;
  /** Its full selection, down to the last field in it; equal for two fields that can be merged. */
  readonly meaning: string;
  /** The same without aliases, which gives fields one order whatever their aliases. */
  readonly order: string;
}

/**
 * Chooses the response names of the normal form. An alias is dropped when the field's own name is free. Where
 * an alias is needed, it becomes `a1`, `a2` and so on. An alias that equals the name of another selected
 * field stays.
 *
 * Response names decide whether fields conflict (GraphQL specification, section 5.3.2). Each new name stands
 * for one old name, or for several that have the same meaning everywhere. So fields that did not conflict
 * still do not, and a schema change that would make fields conflict still does.
 */
export function chooseResponseNames(fields: readonly SelectedField[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(fields, ({ responseName }) => responseName);
  const chosen = new Map<string, string>();
  /** The meaning of each new name; null when it has several. */
  const meanings = new Map<string, string | null>();
  const aliases: { responseName: string; name: string; meaning: string | null; order: string }[] = [];
  for (const [responseName, group] of groups) {
    const meaning = only(group.map((field) => field.meaning));
    if (group.some(({ name }) => name === responseName)) {
      chosen.set(responseName, responseName);
      meanings.set(responseName, meaning);
      continue;
    }
    const order = [...new Set(group.map((field) => field.order))].sort(compareText).join(' ');
    aliases.push({ responseName, name: group[0]?.name ?? '', meaning, order });
  }
  const shared = new Map<string, string>();
  let count = 0;
  for (const { responseName, name, meaning } of aliases.sort((a, b) => compareText(a.order, b.order))) {
    const known = meaning === null ? undefined : shared.get(meaning);
    if (known !== undefined) {
      chosen.set(responseName, known);
      continue;
    }
    let given = name;
    const isFree = !meanings.has(name) || meanings.get(name) === meaning;
    if (meaning === null || !isFree) {
      do given = `a${++count}`;
      while (meanings.has(given));
    }
    meanings.set(given, meaning);
    if (meaning !== null) shared.set(meaning, given);
    chosen.set(responseName, given);
  }
  return chosen;
}

/** Returns the only distinct value; null when there are several. */
function only(values: readonly string[]): string | null {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
}
