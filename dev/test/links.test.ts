/** Every relative link in the tracked Markdown files leads to a tracked file or folder, and to a heading that it has. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../src/services.ts';

/** Returns the lines of a page outside of its code blocks. */
function proseOf(page: string): string[] {
  let fence: string | undefined;
  return page.split('\n').filter((line) => {
    const [mark] = /^\s*(?:```+|~~~+)/.exec(line) ?? [];
    if (mark === undefined) return fence === undefined;
    if (fence === undefined) fence = mark.trim();
    else if (line.trim() === fence) fence = undefined;
    return false;
  });
}

/** Returns the anchors that GitHub gives to the headings of a page, and those that the page declares itself. */
function anchorsIn(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const line of proseOf(page)) {
    for (const [, id = ''] of line.matchAll(/<\w+ [^>]*\b(?:id|name)="([^"]+)"/g)) anchors.add(id);
    const [, heading] = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = text.replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-');
    let unique = anchor;
    for (let n = 1; anchors.has(unique); n++) unique = `${anchor}-${n}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Returns the targets of a page's links and images that lead into this repository. */
function linksIn(page: string): string[] {
  const prose = proseOf(page)
    .join('\n')
    .replaceAll(/(`+)[^`][\s\S]*?\1/g, '');
  const inline = /\]\(\s*<?([^\s)>]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g;
  const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm;
  const html = /<(?:a|img)\s[^>]*\b(?:href|src)="([^"]+)"/g;
  const targets = [inline, definition, html].flatMap((form) =>
    [...prose.matchAll(form)].map(([, target = '']) => target),
  );
  return targets.filter((target) => !/^[a-z][a-z\d+.-]*:|^\/\//i.test(target));
}

/**
 * Returns the links that lead nowhere, each with its page.
 * @param tracked the paths of all tracked files, from the root of the repository.
 * @param read reads one of them.
 */
async function brokenLinks(tracked: readonly string[], read: (path: string) => Promise<string>) {
  const known = new Set(tracked.flatMap((path) => [path, ...foldersOf(path)]));
  const broken: string[] = [];
  for (const path of tracked.filter((each) => each.endsWith('.md'))) {
    for (const link of linksIn(await read(path))) {
      const [file = '', anchor] = link.split('#').map(decodeURIComponent);
      const target = file === '' ? path : posix.join(posix.dirname(path), file).replace(/\/$/, '');
      const isThere =
        known.has(target) &&
        (anchor === undefined || !target.endsWith('.md') || anchorsIn(await read(target)).has(anchor));
      if (!isThere) broken.push(`${path}: ${link}`);
    }
  }
  return broken;
}

function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...foldersOf(folder)];
}

test('every relative link leads to a file, and to a heading in it', async () => {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-z'], {
    cwd: ROOT,
    maxBuffer: 16 * 1024 * 1024,
  });
  const tracked = stdout.split('\0').filter((path) => path !== '');
  expect(tracked).toContain('README.md');
  expect(await brokenLinks(tracked, (path) => readFile(posix.join(ROOT, path), 'utf8'))).toEqual([]);
});

test('a link to a missing file or heading is found, whatever its form', async () => {
  const pages: Record<string, string> = {
    'docs/a.md': [
      '# The `kit`, and more',
      '## Same',
      '## Same',
      '[ok](b.md) [ok](../src/) [ok](#the-kit-and-more) [ok](#same-1) [ok](https://example.com/x.md)',
      '[gone](gone.md) [gone](b.md#none) [gone](#same-2)',
      '![gone](gone.png "A title") <a href="gone.html">gone</a>',
      '[label]: ../gone.ts',
      '`[not a link](code.md)`',
      '```md',
      '[not a link](fenced.md)',
      '# Not a heading',
      '```',
      '[gone](#not-a-heading)',
    ].join('\n'),
    'docs/b.md': '[ok](./a.md#same)',
    'src/c.ts': '',
  };
  const broken = await brokenLinks(Object.keys(pages), async (path) => pages[path] ?? '');
  expect(broken).toEqual(
    ['gone.md', 'b.md#none', '#same-2', 'gone.png', '#not-a-heading', '../gone.ts', 'gone.html'].map(
      (link) => `docs/a.md: ${link}`,
    ),
  );
});
