import { badUserInput, type Problem } from '@holdfast/kit-base/errors';
import { isId } from '@holdfast/kit-base/ids';
import { z } from 'zod';
import { type Money, type MoneyText, parseMoney, UNKNOWN_CURRENCY } from './money.ts';

/**
 * Validates a client's input against `schema`.
 * @param at the start of each problem's path: the argument's name.
 * @throws BAD_USER_INPUT with every problem at once.
 */
export function validate<T>(schema: z.ZodType<T>, input: unknown, at: readonly string[] = []): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    (issue): Problem => ({
      path: [...at, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))],
      message: issue.message,
    }),
  );
  const [first, ...others] = problems;
  if (!first) throw new Error('zod failed without an issue', { cause: result.error });
  throw badUserInput([first, ...others]);
}

/**
 * White space, control and format characters, and characters that fonts do not draw
 * (Default_Ignorable_Code_Point: zero-width characters, the Hangul fillers). The Braille blank and the
 * musical null notehead are symbols by category, but invisible.
 */
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800\u{1d159}]+$/u;

/** Excludes blank values and values with null bytes, which other checks report. */
const isInvisible = (value: string) => value.trim() !== '' && !value.includes('\0') && INVISIBLE.test(value);

/**
 * Text of `min` to `max` UTF-16 units after trimming. Rejects null bytes and lone surrogates, which not every
 * database can store, and text whose characters are all invisible.
 */
export function text(min: number, max: number) {
  return z
    .string()
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0'),
      'Contains characters that are not text.',
    )
    .refine((value) => !isInvisible(value), 'Must contain a visible character.')
    .transform((value) => value.trim())
    .refine((value) => value.length >= min && value.length <= max, `Must have ${min} to ${max} characters.`);
}

/** Like `text`, but optional: a missing, null or blank value becomes null. */
export function optionalText(max: number) {
  return text(0, max)
    .nullish()
    .transform((value) => value || null);
}

/** An id of this API: a UUIDv7. */
export const id = z.string().refine(isId, 'Not an id.');

/** An idempotency key that a client chose: 1 to 200 characters. */
export const idempotencyKey = text(1, 200);

/** A whole number in a range. */
export function integer(min: number, max: number) {
  const message = `Must be a whole number from ${min} to ${max}.`;
  return z.int(message).min(min, message).max(max, message);
}

/** Money from a client: above zero or, with `zero`, zero or more. */
export function money({ zero = false } = {}) {
  const least = zero ? 'Must not be below zero.' : 'Must be above zero.';
  return z.custom<MoneyText>().transform((value, context): Money => {
    const parsed = parseMoney(value);
    if (typeof parsed !== 'string' && (zero ? parsed.minor >= 0n : parsed.minor > 0n)) return parsed;
    const message = typeof parsed === 'string' ? parsed : least;
    const path = message === UNKNOWN_CURRENCY ? ['currency'] : ['amount'];
    context.addIssue({ code: 'custom', message, path });
    return z.NEVER;
  });
}
