/** What the use cases take from outside, and its limits. */
import type { MoneyText } from '@holdfast/kit-values/money';
import { id, integer, money, optionalText, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { amountKeyOf, isAmount } from './domain/amount.ts';
import { attributesProblem } from './domain/attributes.ts';
import { PRODUCT_KINDS, PRODUCT_STATUSES } from './domain/product.ts';
import { isSlug } from './domain/slug.ts';

const sku = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'Must have 1 to 64 letters, digits, dots, hyphens or underscores.',
  );

const slug = z
  .string()
  .refine(isSlug, 'Must be words of a-z and 0-9 joined by hyphens, 80 characters at most.');

const optionalId = id.nullish().transform((value) => value ?? null);

/** Checked whole, and by us: what GraphQL calls JSON is anything. */
const attributes = z.unknown().transform((value, context): Readonly<Record<string, unknown>> | undefined => {
  if (value === undefined) return undefined;
  const given = value ?? {};
  const problem = attributesProblem(given);
  if (problem === undefined) return given as Record<string, unknown>;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** A page of the web, or a path on the shop's own site. */
const imageUrl = text(1, 2_000).refine(
  (value) => /^\/(?!\/)/.test(value) || (/^https?:\/\//.test(value) && URL.canParse(value)),
  'Must be an http or https URL, or a path that begins with one slash.',
);

/** As GraphQL types it: a currency that has a default counts as one that may be missing, and never is. */
const price = z
  .custom<{ readonly amount: string; readonly currency?: string }>()
  .transform(({ amount, currency = '' }): MoneyText => ({ amount, currency }))
  .pipe(money({ zero: true }));

export const newProductSchema = z.object({
  id: id.optional(),
  sku,
  name: text(1, 200),
  description: optionalText(5_000),
  kind: z.enum(PRODUCT_KINDS).default('PHYSICAL'),
  status: z.enum(PRODUCT_STATUSES).default('ACTIVE'),
  price: price,
  categoryId: optionalId,
  attributes: attributes.optional().transform((value) => value ?? {}),
  imageUrl: imageUrl.nullish().transform((value) => value ?? null),
  sellerId: optionalId,
});

const version = integer(1, 2_147_483_647);

const givenOnly = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as never;

const productUpdateInput = z
  .object({
    name: text(1, 200).optional(),
    description: text(0, 5_000)
      .nullable()
      .transform((value) => value || null)
      .optional(),
    status: z.enum(PRODUCT_STATUSES).optional(),
    categoryId: id.nullable().optional(),
    attributes: attributes.optional(),
    imageUrl: imageUrl.nullable().optional(),
  })
  .transform(givenOnly);

export const productUpdateSchema = z.object({ id, expectedVersion: version, input: productUpdateInput });

export const priceChangeSchema = z.object({ id, expectedVersion: version, price: price });

export const categoryUpdateSchema = z.object({
  id,
  input: z.object({ name: text(1, 100), slug: slug.nullish(), parentId: id.nullable().optional() }),
});

const amount = z
  .string()
  .refine(
    isAmount,
    'Must be an amount from zero, with ten digits before the point and three after it at most.',
  );

export const productFilterSchema = z
  .object({
    search: text(0, 100).nullish(),
    categoryId: id.nullish(),
    kind: z.enum(PRODUCT_KINDS).nullish(),
    inStock: z.boolean().nullish(),
    sellerId: id.nullish(),
    minPrice: amount.nullish(),
    maxPrice: amount.nullish(),
    status: z.enum(PRODUCT_STATUSES).nullish(),
  })
  .superRefine(({ minPrice, maxPrice }, context) => {
    if (minPrice == null || maxPrice == null || amountKeyOf(minPrice) <= amountKeyOf(maxPrice)) return;
    context.addIssue({ code: 'custom', path: ['minPrice'], message: 'Must not be above maxPrice.' });
  });

export const newCategorySchema = z.object({
  id: id.optional(),
  name: text(1, 100),
  slug: slug.nullish(),
  parentId: optionalId,
});

/** A SKU or slug to look for: one that cannot exist just does not. */
const lookup = text(1, 200);

const exactlyOne = (value: object) => Object.values(value).filter((key) => key != null).length === 1;

export const productKeySchema = z
  .object({ id: id.nullish(), sku: lookup.nullish(), slug: lookup.nullish() })
  .refine(exactlyOne, 'Exactly one of id, sku and slug is needed.');

export const categoryKeySchema = z
  .object({ id: id.nullish(), slug: lookup.nullish() })
  .refine(exactlyOne, 'Exactly one of id and slug is needed.');

export const idSchema = z.object({ id });
