/** Returns the item at an index that must exist. @throws Error when it does not. */
export function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined && !Object.hasOwn(list, index))
    throw new Error(`There is no item ${index} in a list of ${list.length}.`);
  return item as Item;
}
