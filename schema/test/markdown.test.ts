/** The report as a comment on a pull request, with names from outside that cannot be trusted. */
import { expect, test } from 'vitest';
import { toMarkdown } from '../src/report/markdown.ts';
import type { Affected, ReportedChange } from '../src/report/report.ts';

function change(given: Partial<ReportedChange>): ReportedChange {
  return {
    level: 'breaking',
    code: 'FIELD_REMOVED',
    coordinate: 'A.b',
    message: 'gone',
    affects: [],
    ...given,
  };
}

function seen(operation: string, ...clients: string[]): Affected {
  return { operation, clients, place: undefined, signature: 'aabbccddeeff00112233' };
}

const report = { ok: false, headline: 'Compared.', problems: [] };

test('the table has each client once for an operation, with its versions and everything that breaks it', () => {
  const text = toMarkdown({
    ...report,
    changes: [
      change({ affects: [seen('List', 'ios@4.1', 'ios@4.2', '@acme/app@1', 'unnamed client')] }),
      change({ coordinate: 'A.c', affects: [seen('List', 'ios@4.1', 'ios@4.2')] }),
    ],
  });
  expect(text).toContain('### ❌ Breaks 1 operation of 3 clients\n\nCompared.\n');
  expect(text.split('\n').filter((line) => line.startsWith('| `'))).toEqual([
    '| `@acme/app` `1` | `List` `seen in traffic as aabbccddeeff` | `A.b` |',
    '| `ios` `4.1`, `4.2` | `List` `seen in traffic as aabbccddeeff` | `A.b`, `A.c` |',
    '| `unnamed client` | `List` `seen in traffic as aabbccddeeff` | `A.b` |',
  ]);
});

test('the name of a client cannot leave its cell or mention a user', () => {
  const text = toMarkdown({
    ...report,
    changes: [
      change({ affects: [seen('List', '@a | b\n# `c`')] }),
      change({ level: 'dangerous', affects: [seen('List', '@everybody <b>')] }),
    ],
  });
  expect(text).toContain("\n| `@a \\| b # 'c'` | ");
  expect(text).toContain('(@\u200beverybody \\<b\\>)');
});

test('is never longer than GitHub accepts', () => {
  const affects = Array.from({ length: 500 }, (_, n) => seen(`Operation${n}`, `client${n}`));
  const problem = { severity: 'error', code: 'LONG', message: 'long '.repeat(1_000) } as const;
  const text = toMarkdown({
    ...report,
    problems: Array.from({ length: 30 }, () => problem),
    changes: Array.from({ length: 100 }, (_, n) => change({ coordinate: `A.b${n}`, affects })),
  });
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain('Breaks 500 operations of 500 clients');
  expect(text).toContain('… and 495 more');
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
});

test('reports that no operation breaks, and folds what needs no attention', () => {
  const changes = [change({ level: 'dangerous' }), change({ level: 'safe' })];
  expect(toMarkdown({ ...report, ok: true, changes })).toBe(`### ✅ Breaks no operation

Compared.

<details><summary>1 dangerous, unused</summary>

- \`FIELD_REMOVED\`: gone

</details>

<details><summary>1 safe</summary>

- \`FIELD_REMOVED\`: gone

</details>
`);
  expect(toMarkdown({ ...report, changes: [change({})] })).toMatch(/^### ❌ Compared\.\n/);
});
