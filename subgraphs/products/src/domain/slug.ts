import { fold } from './fold.ts';

const MAX_LENGTH = 80;

/**
 * A slug for a name: `Crème brûlée, 2×` becomes `creme-brulee-2x`; 80 characters at most, cut between words where it can.
 * @param fallback for a name with no letter or digit that ASCII knows.
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

/** Whether a client may choose this slug. */
export function isSlug(text: string): boolean {
  return text.length <= MAX_LENGTH && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
