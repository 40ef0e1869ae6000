/** What is at an index that there must be. @throws Error for one that there is not. */
export function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined && !Object.hasOwn(list, index))
    throw new Error(`There is nothing at ${index} of ${list.length}.`);
  return item as Item;
}
