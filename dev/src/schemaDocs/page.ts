/** A fenced block of a Markdown page. Lines are counted from 0; `end` is the line of the closing fence. */
export interface Block {
  readonly language: string;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * The part of a page below a heading `##`, with its blocks. The first section is the text before the first
 * heading.
 */
export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** Splits a page into its sections. A fence that is not closed ends with the page. */
export function readSections(page: string): Section[] {
  const sections: { heading: string; blocks: Block[] }[] = [{ heading: '', blocks: [] }];
  const lines = page.split('\n');
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n] ?? '';
    if (line.startsWith('## ')) sections.push({ heading: line.slice(3), blocks: [] });
    if (!line.startsWith('```')) continue;
    const close = lines.indexOf('```', n + 1);
    const end = close === -1 ? lines.length : close;
    const block = { language: line.slice(3), start: n, end, lines: lines.slice(n + 1, end) };
    sections.at(-1)?.blocks.push(block);
    n = end;
  }
  return sections;
}

/** Returns the page with other lines in some of its blocks. */
export function replaceBlocks(page: string, replaced: ReadonlyMap<Block, readonly string[]>): string {
  const lines = page.split('\n');
  const fromTheEnd = [...replaced].sort(([a], [b]) => b.start - a.start);
  for (const [{ start, end }, text] of fromTheEnd) lines.splice(start + 1, end - start - 1, ...text);
  return lines.join('\n');
}
