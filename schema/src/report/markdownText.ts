/** Prints a list of at most `most` items; a last item counts the rest. */
export function list<T>(items: readonly T[], textOf: (item: T) => string, most: number): string {
  const shown = items.slice(0, most).map((item) => `- ${textOf(item)}`);
  if (items.length > most) shown.push(`- … and ${items.length - most} more`);
  return shown.join('\n');
}

export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Prints inline code, without backticks and line breaks, which would end it. */
export function inlineCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}

/** Escapes what Markdown would interpret, which SDL is full of: `_`, `*`, `<`, `@name`. Keeps line breaks. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]<>#|]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replaceAll(/\r?\n/g, '<br>');
}
