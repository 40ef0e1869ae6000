export interface Category {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** The category above; null at the top. */
  readonly parentId: string | null;
}

const collator = new Intl.Collator('en');

/** Sorts categories by name, as a reader would, and equal names by id. */
export function byName(categories: readonly Category[]): Category[] {
  return categories.toSorted((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}
