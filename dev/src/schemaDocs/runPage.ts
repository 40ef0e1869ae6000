import { OperatorError } from '@holdfast/kit-base/errors';
import { readEdits } from './edits.ts';
import { type Block, readSections, replaceBlocks, type Section } from './page.ts';
import { openShop, type Shop } from './shop.ts';

/**
 * Carries out the steps of a page and returns the page with their output.
 *
 * A `graphql` block whose first line is `# file` is a file of the shop. Each section with a `console` block
 * starts with that shop. A `diff` block is a pull request, which is merged before the next one unless it was
 * rejected. In a `console` block, the lines that start with `$ ` are typed, and the others are replaced by
 * the output.
 * @throws OperatorError with the section's heading, for a section that cannot be carried out.
 */
export async function runPage(page: string): Promise<string> {
  const sections = readSections(page);
  const files = new Map(sections.flatMap(({ blocks }) => blocks.flatMap(fileIn)));
  const printed = new Map<Block, readonly string[]>();
  for (const section of sections) {
    if (!section.blocks.some(({ language }) => language === 'console')) continue;
    await using shop = await openShop(files);
    await runSection(section, shop, printed).catch((error) => {
      if (!(error instanceof OperatorError)) throw error;
      throw new OperatorError(`"${section.heading}": ${error.message}`);
    });
  }
  return replaceBlocks(page, printed);
}

function fileIn({ language, lines: [title = '', ...lines] }: Block): [string, string][] {
  const file = /^# (\S+\.graphql)$/.exec(title)?.[1];
  if (language !== 'graphql' || file === undefined) return [];
  // Keeps the title, so that line numbers are those of the page.
  return [[file, `${[title, ...lines].join('\n')}\n`]];
}

async function runSection(
  { blocks }: Section,
  shop: Shop,
  printed: Map<Block, readonly string[]>,
): Promise<void> {
  let edited = false;
  for (const block of blocks) {
    if (block.language === 'diff') {
      if (edited && !shop.isRefused()) await shop.merge();
      for (const edit of readEdits(block.lines)) await shop.edit(edit);
      edited = true;
    }
    if (block.language !== 'console') continue;
    const lines: string[] = [];
    for (const line of block.lines.filter((each) => each.startsWith('$ ')))
      lines.push(line, ...(await shop.type(line.slice(2))));
    printed.set(block, lines);
  }
}
