import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { newSecretToken, readSecretToken } from '../../src/tokens/domain/secretToken.ts';

test('a secret token contains its id, and is known by its hash', () => {
  const id = newUuid();
  const made = newSecretToken(id, (size) => new Uint8Array(size).fill(7));
  expect(readSecretToken(made.token)).toEqual({ id, hash: made.hash });
  expect(made.hash).not.toContain(made.token);
  expect(readSecretToken(`${made.token}=`)).toBeUndefined();
});
