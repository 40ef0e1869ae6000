import { badUserInput, type Problem } from '@holdfast/kit-base/errors';
import { isId } from '@holdfast/kit-base/ids';
import { z } from 'zod';
import { type Money, type MoneyText, parseMoney, UNKNOWN_CURRENCY } from './money.ts';

/**
 * Reads client input through `schema`.
 * @param at what the path of each problem starts with: the argument's name.
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

/** White space, controls, formats, and what Unicode has fonts leave out (Default_Ignorable_Code_Point: zero widths, the Hangul
 * fillers); the blank of Braille and the musical null are symbols by their category, and nothing to the eye. */
const INVISIBLE = /^[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800\u{1d159}]+$/u;

/** A value that is no text at all is reported as that. */
const isInvisible = (value: string) => value.trim() !== '' && !value.includes('\0') && INVISIBLE.test(value);

/** Text of `min` to `max` UTF-16 units after trimming, without null bytes or lone surrogates: those are not
 * storable as text everywhere, so they are refused at the entrance. So is what has characters and shows none. */
export function text(min: number, max: number) {
  return z
    .string()
    .refine(
      (value) => value.isWellFormed() && !value.includes('\0'),
      'Contains characters that are not text.',
    )
    .refine((value) => !isInvisible(value), 'Has no character that can be seen.')
    .transform((value) => value.trim())
    .refine((value) => value.length >= min && value.length <= max, `Must have ${min} to ${max} characters.`);
}

/** As `text`, or nothing: what is missing, null or blank is null. */
export function optionalText(max: number) {
  return text(0, max)
    .nullish()
    .transform((value) => value || null);
}

/** An id as this API gives them out: a UUIDv7. */
export const id = z.string().refine(isId, 'Not an id.');

/** A key that a client chose: 1 to 200 characters. */
export const idempotencyKey = text(1, 200);

/** A whole number in a range. */
export function integer(min: number, max: number) {
  const message = `Must be a whole number from ${min} to ${max}.`;
  return z.int(message).min(min, message).max(max, message);
}

/** Money as a client writes it, above zero or, with `zero`, from zero. */
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
