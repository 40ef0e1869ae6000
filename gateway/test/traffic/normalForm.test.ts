import { getOperationAST, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { normalForm } from '../../src/traffic/signature/normalForm.ts';
import { schema } from './schema.ts';

/** Returns the normal form of the operation A, or of the only one. */
function normal(text: string): string {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document) ?? getOperationAST(document, 'A');
  const form = normalForm(document, operation!, schema);
  expect(validate(schema, parse(form)), form).toEqual([]);
  expect(normalForm(parse(form), getOperationAST(parse(form))!, schema), 'is its own normal form').toBe(form);
  return form;
}

test.each([
  ['comments and space', '# mine\n{ product(id: "1") { name # of it\n } }', '{ product(id: "2") { name } }'],
  ['the order of fields', '{ product(id: "1") { name id } }', '{ product(id: "1") { id name } }'],
  [
    'the order of arguments',
    '{ products(order: OLDEST, ids: ["a"]) { id } }',
    '{ products(ids: ["b", "c"], order: OLDEST) { id } }',
  ],
  ['duplicates', '{ product(id: "1") { id id } }', '{ product(id: "1") { id } }'],
  ['aliases', '{ mine: product(id: "1") { called: name } }', '{ product(id: "1") { name } }'],
  [
    'how many of one kind are selected',
    '{ p1: product(id: "1") { id } p2: product(id: "2") { id } p3: product(id: "3") { id } }',
    '{ product(id: "1") { id } }',
  ],
  [
    'variables or values',
    'query ($mine: ID!, $size: Int = 5) { product(id: $mine) { image(width: $size) } }',
    '{ product(id: "7") { image(width: 600) } }',
  ],
  [
    'items of a list, and its length',
    '{ search(filters: [{ text: "a" }, { text: "b", order: NEWEST }]) { __typename } }',
    '{ search(filters: [{ order: NEWEST, text: "c" }, { text: "d" }, { text: "e" }]) { __typename } }',
  ],
  [
    'other operations and fragments of the document',
    'query A { product(id: "1") { ...One } } query B { product(id: "1") { ...Two } } fragment One on Product { id } fragment Two on Product { name }',
    'query A { product(id: "1") { ...One } } fragment One on Product { id }',
  ],
  [
    'which of two types is selected first',
    '{ search { ... on Product { x: title } ... on User { x: email } } }',
    '{ search { ... on User { y: email } ... on Product { y: title } } }',
  ],
  [
    'which alias is which',
    '{ x: product(id: "1") { small: image(width: 1) big: image(width: 2, crop: true) } }',
    '{ product(id: "1") { b: image(crop: false, width: 2) a: image(width: 1) } }',
  ],
])('%s make no difference', (_what, one, other) => {
  expect(normal(one)).toBe(normal(other));
});

test.each([
  ['{ product(id: "x") { name } }', 'query($id_1:ID!){product(id:$id_1){name}}'],
  ['query Named { node(id: 7) { id } }', 'query Named($id_1:ID!){node(id:$id_1){id}}'],
  [
    '{ products(filter: { text: "t", and: [{ order: OLDEST, sizes: [1, 2] }], any: { key: KEY, in: [1] } }) { id } }',
    'query($any_1:JSON!$sizes_1:[Int!]!$text_1:String!){products(filter:{and:[{order:OLDEST sizes:$sizes_1}]any:$any_1 text:$text_1}){id}}',
  ],
  [
    '{ search(text: null, orders: [OLDEST, NEWEST, OLDEST]) { __typename } }',
    'query($text_1:String){search(orders:[NEWEST OLDEST]text:$text_1){__typename}}',
  ],
  [
    '{ products(ids: "one", filter: { ids: [["a", null], null] }) { id } }',
    'query($ids_1:[ID!]!$ids_2:[[ID]]!){products(filter:{ids:$ids_2}ids:$ids_1){id}}',
  ],
  [
    'query ($a: JSON, $id: ID!) { products(anys: [$a, { b: 1 }], ids: [$id, "x"]) { id } }',
    'query($anys_1:JSON$anys_2:JSON!$ids_1:ID!){products(anys:[$anys_1$anys_2]ids:[$ids_1]){id}}',
  ],
  [
    'query ($x: Int) { product(id: "1") { related(first: $x) { id } } products { related(first: 3) { id } } }',
    'query($first_1:Int$first_2:Int!$id_1:ID!){product(id:$id_1){related(first:$first_1){id}}products{related(first:$first_2){id}}}',
  ],
  [
    '{ product(id: "1") @tag(name: "secret", by: { text: "s", min: 2 }) { id @include(if: true) } }',
    'query($id_1:ID!$if_1:Boolean!$min_1:Float!$name_1:String!$text_1:String!){product(id:$id_1)@tag(by:{min:$min_1 text:$text_1}name:$name_1){id@include(if:$if_1)}}',
  ],
  [
    'subscription { changed(id: "1") { id @skip(if: false) } }',
    'subscription($id_1:ID!){changed(id:$id_1){id@skip(if:false)}}',
  ],
  ['{ __type(name: "Secret") { name } }', 'query($name_1:String!){__type(name:$name_1){name}}'],
])('%s becomes %s', (text, form) => {
  expect(normal(text)).toBe(form);
});

test.each([
  // Each is valid as it is, and would not be without its aliases.
  [
    '{ a: product(id: "1") { x: name } b: product(id: "2") { x: title } }',
    'query($id_1:ID!){a2:product(id:$id_1){a1:title}product(id:$id_1){a1:name}}',
  ],
  [
    '{ search { ... on Product { s: size } ... on User { t: size } } }',
    '{search{...on Product{size}...on User{a1:size}}}',
  ],
  [
    '{ product(id: "1") { name shout: name(upper: true) } }',
    'query($id_1:ID!$upper_1:Boolean!){product(id:$id_1){a1:name(upper:$upper_1)name}}',
  ],
  [
    '{ search { ... on Product { name: title } ... on User { name } } }',
    '{search{...on Product{name:title}...on User{name}}}',
  ],
])('aliases stay where they are needed: %s', (text, form) => {
  expect(normal(text)).toBe(form);
});
