/** Sets have methods of these names, but TypeScript's library for this target does not declare them. */
export const intersection = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): Set<T> =>
  new Set([...one].filter((value) => other.has(value)));

export const difference = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): Set<T> =>
  new Set([...one].filter((value) => !other.has(value)));
