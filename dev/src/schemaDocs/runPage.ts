import { OperatorError } from '@holdfast/kit-base/errors';
import { readEdits } from './edits.ts';
import { type Block, readSections, replaceBlocks, type Section } from './page.ts';
import { openShop, type Shop } from './shop.ts';

/**
 * Does what a page tells, and gives the page with what came of it.
 *
 * A `graphql` block whose first line is `# file` is a file of the shop. Each section with a `console` block begins with
 * that shop. A `diff` block is a pull request, which is merged before the next one unless it was refused; of a `console` block the lines that begin
 * with `$ ` are typed, and the others are replaced by what is printed.
 * @throws OperatorError for a section that cannot be done, with its heading.
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
  // With its title, so that a line is where the page has it.
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
