/** Passwords as clients write them. */
import { z } from 'zod';
import { isCommonPassword } from './commonPasswords.ts';

const PASSWORD_LENGTH = 128;

/** A password as it was typed: it is not trimmed, and its length counts characters, not UTF-16 units. */
function passwordOf(min: number) {
  return z
    .string()
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0'),
      'Contains characters that are not text.',
    )
    .refine((value) => {
      const length = Array.from(value).length;
      return length >= min && length <= PASSWORD_LENGTH;
    }, `Must have ${min} to ${PASSWORD_LENGTH} characters.`);
}

/** A password to check. */
export const password = passwordOf(1);

/** A password to set: long enough, and not one of the most common. */
export const newPassword = passwordOf(8).refine(
  (value) => !isCommonPassword(value),
  'This password is too common. Choose another.',
);
