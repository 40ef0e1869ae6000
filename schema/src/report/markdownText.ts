/** A list of at most `most` items; how many more there are is its last. */
export function list<T>(items: readonly T[], textOf: (item: T) => string, most: number): string {
  const shown = items.slice(0, most).map((item) => `- ${textOf(item)}`);
  if (items.length > most) shown.push(`- … and ${items.length - most} more`);
  return shown.join('\n');
}

export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Inline code; a backtick or the end of a line inside would end it. */
export function inlineCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}

/** SDL is full of what Markdown reads as its own: `_`, `*`, `<`, `@somebody`. Lines stay lines. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replaceAll(/\r?\n/g, '<br>');
}
