import { id, text } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { isSlug } from '../slugs/domain.ts';

const slug = z
  .string()
  .refine(isSlug, 'Must be words of a-z and 0-9 joined by hyphens, at most 80 characters.');

export const newCategorySchema = z.object({
  id: id.optional(),
  name: text(1, 100),
  slug: slug.nullish(),
  parentId: id.nullish().transform((value) => value ?? null),
});

export const categoryUpdateSchema = z.object({
  id,
  input: z.object({ name: text(1, 100), slug: slug.nullish(), parentId: id.nullable().optional() }),
});

export const categoryIdSchema = z.object({ id });

export const categoryKeySchema = z
  .object({ id: id.nullish(), slug: text(1, 200).nullish() })
  .refine((key) => (key.id == null) !== (key.slug == null), 'Exactly one of id and slug is needed.');
