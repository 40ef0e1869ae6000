/** Tests that no value from clients gets into the file, with random values in every possible position. */
import { getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { normalForm } from '../../src/traffic/signature/normalForm.ts';
import { seeded } from '../support/things.ts';
import { schema } from './schema.ts';

type Below = ReturnType<typeof seeded>;

/** Creates literals that occur in no other text, and remembers them. */
function planter(below: Below) {
  const planted: string[] = [];
  const word = () => {
    const secret = `s3cret${Array.from({ length: 12 }, () => 'abcdefghjkmnpqrstuvwxyz'[below(23)]).join('')}`;
    planted.push(secret);
    return secret;
  };
  const digits = () => {
    const number = `9${Array.from({ length: 8 }, () => below(10)).join('')}`;
    planted.push(number);
    return number;
  };
  const string = () => [`"${word()}"`, `"""\n${word()}\n  ${word()}"""`, `"\\u0041${word()}"`][below(3)];
  const id = () => (below(2) ? string() : digits());
  const list = (item: () => unknown) => `[${Array.from({ length: below(4) }, item).join(' ')}]`;
  const any = (depth = 0): unknown => {
    const kinds = [
      string,
      digits,
      () => `${digits()}.5e3`,
      () => `-${digits()}`,
      word,
      () => 'null',
      ...(depth < 2
        ? [
            () => list(() => any(depth + 1)),
            () => `{ ${word()}: ${any(depth + 1)}, ${word()}: ${any(depth + 1)} }`,
          ]
        : []),
    ];
    return kinds[below(kinds.length)]?.();
  };
  const filter = (depth = 0): string => {
    const parts = [
      () => `text: ${string()}`,
      () => `sizes: ${list(digits)}`,
      () => `sizes: ${digits()}`,
      () => 'order: OLDEST',
      () => `any: ${any()}`,
      () => `ids: ${list(() => list(id))}`,
      () => `min: ${digits()}.25`,
      ...(depth < 2
        ? [() => `and: ${list(() => filter(depth + 1))}`, () => `and: ${filter(depth + 1)}`]
        : []),
    ];
    const chosen = new Map(
      Array.from({ length: below(4) }, () => parts[below(parts.length)]?.() ?? '').map((part) => [
        part.split(':', 1)[0],
        part,
      ]),
    );
    return `{ ${[...chosen.values()].join(' ')} }`;
  };
  return { planted, word, digits, string, id, list, any, filter };
}

/** @param names of aliases: the fewer there are, the more collide. */
function randomOperation(below: Below, names: number) {
  const p = planter(below);
  const declared = new Set<string>();
  const variable = (name: string, declaration: string) => {
    declared.add(`$${name}: ${declaration}`);
    return `$${name}`;
  };
  const tag = () => {
    const kinds = [
      () => '',
      () => `@tag(name: ${p.string()})`,
      () => `@tag(by: ${p.filter()})`,
      () => '@include(if: true)',
    ];
    return kinds[below(4)]?.();
  };
  const alias = () => (below(3) ? `a${p.planted.length}x${below(names)}: ` : '');
  const product = (depth = 0): string => {
    const fields = [
      () => 'id',
      () => `${alias()}name ${tag()}`,
      () => `x${below(names)}: image(width: ${p.digits()}, crop: true) # ${p.word()}\n`,
      () => `y${below(names)}: image(width: ${variable('width', `Int = ${p.digits()}`)})`,
      () => `...on Product ${tag()} { title }`,
      () => `...Common ${tag()}`,
      ...(depth < 2 ? [() => `r${below(names)}: related(first: ${p.digits()}) ${product(depth + 1)}`] : []),
    ];
    return `{ ${Array.from({ length: 1 + below(4) }, () => fields[below(fields.length)]?.()).join('\n')} }`;
  };
  const roots = [
    () => `q${below(names)}: product(id: ${p.id()}) ${tag()} ${product()}`,
    () => `q${below(names)}: product(id: ${variable('id', `ID = ${p.id()}`)}) ${product()}`,
    () =>
      `q${below(names)}: products(ids: ${p.list(p.id)}, filter: ${p.filter()}, any: ${p.any()}) ${product()}`,
    () => `q${below(names)}: products(anys: ${p.list(p.any)}, at: ${p.digits()}.5) ${product()}`,
    () => `q${below(names)}: products(filter: ${variable('filter', `Filter = ${p.filter()}`)}) ${product()}`,
    () => `q${below(names)}: products(any: { ${p.word()}: [${variable('text', 'String')}] }) ${product()}`,
    () => `q${below(names)}: search(text: ${p.string()}, filters: ${p.list(p.filter)}) { __typename }`,
    () => `t${below(names)}: __type(name: ${p.string()}) { name }`,
  ];
  const body = Array.from({ length: 1 + below(3) }, () => roots[below(roots.length)]?.()).join('\n');
  const fragment = body.includes('...Common') ? `fragment Common on Product { title ${tag()} }` : '';
  const operation = `query Q ${declared.size > 0 ? `(${[...declared].join(' ')})` : ''} ${tag() ?? ''} { ${body} }`;
  return {
    text: `# ${p.word()}\n${operation.replace('@include(if: true) {', '{')}\n${fragment}`,
    planted: p.planted,
  };
}

test('a normal form contains no value, whatever its position, and is as valid as the operation', () => {
  const below = seeded(20_261_121);
  let valid = 0;
  let hidden = 0;
  for (let n = 0; n < 1_000; n++) {
    const { text, planted } = randomOperation(below, n % 2 ? 1_000_000 : 3);
    const document = parse(text);
    // Occasionally two declarations share a name; such a document never gets this far.
    if (validate(schema, document).length > 0) continue;
    valid++;
    const form = normalForm(document, getOperationAST(document)!, schema);
    for (const secret of planted) expect(form).not.toContain(secret);
    hidden += planted.length;
    expect(validate(schema, parse(form)), `${text}\n${form}`).toEqual([]);
    expect(normalForm(parse(form), getOperationAST(parse(form))!, schema)).toBe(form);
  }
  expect(valid).toBeGreaterThan(300);
  expect(hidden).toBeGreaterThan(3_000);
});
