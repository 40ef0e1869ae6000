import { expect, test } from 'vitest';
import { emailKey, isEmail } from '../../src/accounts/domain/email.ts';

test.each([
  ['Alice@Demo.Test ', 'alice@demo.test'],
  ['ＡLICE@demo.test', 'alice@demo.test'],
  ['STRAẞE@demo.test', 'straße@demo.test'],
  ['user@bücher.test', 'user@xn--bcher-kva.test'],
  ['user@BÜCHER.TEST', 'user@XN--BCHER-KVA.test'],
  ['user@bu\u0308cher\u3002test', 'user@bücher.test'],
  ['user@straße.test', 'user@xn--strae-oqa.test'],
  ['user@ｄｅｍｏ.test', 'user@demo.test'],
  ['Ὀδυσσεύς@demo.test', 'ὀδυσσεύσ@DEMO.test'],
  ['caf\u00e9@demo.test', 'CAFE\u0301@demo.test'],
])('%s and %s are one address', (a, b) => {
  expect(emailKey(a)).toBe(emailKey(b));
  expect(emailKey(emailKey(a))).toBe(emailKey(a));
});

test('letters that only look alike make two addresses', () => {
  expect(emailKey('straße@demo.test')).not.toBe(emailKey('strasse@demo.test'));
  expect(emailKey('user@straße.test')).not.toBe(emailKey('user@strasse.test'));
  expect(emailKey('user@βόλος.test')).not.toBe(emailKey('user@βόλοσ.test'));
  expect(emailKey('mıke@demo.test')).not.toBe(emailKey('mike@demo.test'));
  expect(emailKey('аlice@demo.test')).not.toBe(emailKey('alice@demo.test'));
});

test.each([
  ['alice@demo.test', true],
  ['alice+tag@mail.demo.test', true],
  ['ålice@exämple.test', true],
  ['user@xn--bcher-kva.test', true],
  ['user@xn--a.test', false],
  ['user@\u0301a.test', false],
  [`user@${'a'.repeat(64)}.test`, false],
  ['user@a\u200d.test', false],
  ['alice', false],
  ['alice@demo', false],
  ['alice@@demo.test', false],
  ['al ice@demo.test', false],
  ['alice@demo..test', false],
  ['alice@demo.test, bob@demo.test', false],
  ['<alice@demo.test>', false],
  [`${'a'.repeat(65)}@demo.test`, false],
])('%s looks like an e-mail address: %s', (email, expected) => {
  expect(isEmail(email)).toBe(expected);
});
