import type { MoneyText } from '@holdfast/kit-values/money';
import { id, integer, money, optionalText, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { PRODUCT_KINDS, PRODUCT_STATUSES } from '../domain/product.ts';
import { attributesProblem } from './domain/attributes.ts';

const sku = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'Must have 1 to 64 letters, digits, dots, hyphens or underscores.',
  );

const optionalId = id.nullish().transform((value) => value ?? null);

/** GraphQL accepts any value as JSON, so all checks are made here. */
const attributes = z.unknown().transform((value, context): Readonly<Record<string, unknown>> | undefined => {
  if (value === undefined) return undefined;
  const given = value ?? {};
  const problem = attributesProblem(given);
  if (problem === undefined) return given as Record<string, unknown>;
  context.addIssue({ code: 'custom', message: problem });
  return z.NEVER;
});

/** A URL on the web, or a path on the shop's own site. */
const imageUrl = text(1, 2_000).refine(
  (value) => /^\/(?!\/)/.test(value) || (/^https?:\/\//.test(value) && URL.canParse(value)),
  'Must be an http or https URL, or a path that begins with one slash.',
);

/** The generated types make a currency with a default optional, although it is always present. */
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
  price,
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

export const priceChangeSchema = z.object({ id, expectedVersion: version, price });

export const productIdSchema = z.object({ id });

/** A SKU or slug to look up. One that no product could have is simply not found. */
const lookup = text(1, 200);

export const productKeySchema = z
  .object({ id: id.nullish(), sku: lookup.nullish(), slug: lookup.nullish() })
  .refine(
    (key) => Object.values(key).filter((value) => value != null).length === 1,
    'Exactly one of id, sku and slug is needed.',
  );
