import { fold } from '../domain/fold.ts';

const MAX_LENGTH = 80;

/**
 * Makes a slug from a name: `Crème brûlée, 2×` becomes `creme-brulee-2x`. A slug has at most 80 characters
 * and is cut between words where possible.
 * @param fallback for a name without any letter or digit that has an ASCII form.
 */
export function slugOf(name: string, fallback: string): string {
  const words = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return cut(words) || fallback;
}

function cut(slug: string): string {
  if (slug.length <= MAX_LENGTH) return slug;
  const head = slug.slice(0, MAX_LENGTH + 1);
  const end = head.lastIndexOf('-');
  return end > 0 ? head.slice(0, end) : slug.slice(0, MAX_LENGTH);
}

/** Returns true when a client may choose this slug. */
export function isSlug(text: string): boolean {
  return text.length <= MAX_LENGTH && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
