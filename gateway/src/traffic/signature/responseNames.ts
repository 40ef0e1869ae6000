import { compareText } from '../compareText.ts';

/** A field as it stands in an operation. */
export interface SelectedField {
  /** Under which its value is answered: its alias, or its name. */
  readonly responseName: string;
  readonly name: string;
  /** What it stands for, down to the last field in it: the same for two that can be one. */
  readonly meaning: string;
  /** The same without aliases, by which fields have one order whatever clients call them. */
  readonly order: string;
}

/**
 * What fields are called in the normal form. An alias goes where nothing else is answered under the field's own name.
 * Where one is needed, it becomes `a1`, `a2` and so on. Aliases that are the name of a field which is selected as well stay.
 *
 * Whether fields conflict (GraphQL specification, section 5.3.2) is a matter of their response names. Each new name stands for one
 * old one, or for several of which each stands for the same meaning everywhere: so what did not conflict does not now, and what a
 * change of the schema would bring into conflict still is.
 */
export function chooseResponseNames(fields: readonly SelectedField[]): ReadonlyMap<string, string> {
  const groups = Map.groupBy(fields, ({ responseName }) => responseName);
  const chosen = new Map<string, string>();
  /** By new name; null where it stands for several meanings. */
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

/** Null when there are several. */
function only(values: readonly string[]): string | null {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
}
