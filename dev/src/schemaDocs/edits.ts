import { OperatorError } from '@holdfast/kit-base/errors';

/**
 * The changes of one file: the lines to replace and their replacements. A new file has no lines to replace.
 */
export interface Edit {
  readonly file: string;
  readonly hunks: readonly { readonly before: readonly string[]; readonly after: readonly string[] }[];
}

/**
 * Reads a `diff` block: `+++ file` starts the edits of a file, `@@` another hunk of it. Hunks have no line
 * numbers: their place is found by the lines to replace.
 */
export function readEdits(lines: readonly string[]): Edit[] {
  const edits: { file: string; hunks: { before: string[]; after: string[] }[] }[] = [];
  for (const line of lines) {
    if (line.startsWith('+++ ')) {
      edits.push({ file: line.slice(4), hunks: [{ before: [], after: [] }] });
      continue;
    }
    const hunks = edits.at(-1)?.hunks;
    const hunk = hunks?.at(-1);
    if (!hunk) throw new OperatorError(`a diff must start with "+++ file", not with ${JSON.stringify(line)}`);
    if (line.startsWith('@@')) hunks?.push({ before: [], after: [] });
    if (line.startsWith('@@')) continue;
    if (!line.startsWith('+')) hunk.before.push(line.slice(1));
    if (!line.startsWith('-')) hunk.after.push(line.slice(1));
  }
  return edits;
}

/** @throws OperatorError when the lines to replace are missing from the text or occur more than once. */
export function applyEdit(text: string, { file, hunks }: Edit): string {
  let result = text;
  for (const { before, after } of hunks) {
    if (before.length === 0) {
      result += `${after.join('\n')}\n`;
      continue;
    }
    const [old, ...more] = placesOf(before.join('\n'), result);
    if (old === undefined || more.length > 0)
      throw new OperatorError(
        `${file} has ${more.length + (old === undefined ? 0 : 1)} places with these lines:\n${before.join('\n')}`,
      );
    const end = old + before.join('\n').length;
    result = `${result.slice(0, old)}${after.join('\n')}${result.slice(end)}`;
  }
  return result;
}

/** Returns the positions at which these whole lines occur. */
function placesOf(lines: string, text: string): number[] {
  const found: number[] = [];
  for (
    let at = `\n${text}`.indexOf(`\n${lines}\n`);
    at !== -1;
    at = `\n${text}`.indexOf(`\n${lines}\n`, at + 1)
  )
    found.push(at);
  return found;
}
