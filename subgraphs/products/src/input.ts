/** What the use cases take from outside, and its limits. */
import { id, money, text } from '@holdfast/kit/validation';
import { z } from 'zod';
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

const optionalText = (max: number) =>
  text(0, max)
    .nullish()
    .transform((value) => value || null);

const attributes = z.custom<Record<string, unknown>>().superRefine((value, context) => {
  const problem = attributesProblem(value);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

/** A page of the web, or a path on the shop's own site. */
const imageUrl = text(1, 2_000).refine(
  (value) => /^\/(?!\/)/.test(value) || (/^https?:\/\//.test(value) && URL.canParse(value)),
  'Must be an http or https URL, or a path that begins with one slash.',
);

export const newProductSchema = z.object({
  id: id.optional(),
  sku,
  name: text(1, 200),
  description: optionalText(5_000),
  kind: z.enum(PRODUCT_KINDS).default('PHYSICAL'),
  status: z.enum(PRODUCT_STATUSES).default('ACTIVE'),
  price: money({ zero: true }),
  categoryId: optionalId,
  attributes: attributes.nullish().transform((value) => value ?? {}),
  imageUrl: imageUrl.nullish().transform((value) => value ?? null),
  sellerId: optionalId,
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
