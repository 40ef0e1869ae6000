import { isTracing, traced } from './trace.ts';

/**
 * Wraps a DataLoader's batch function in a span that records the number of keys.
 * @param name the kind of the loaded values, such as `products`.
 */
export function batch<Keys extends readonly unknown[], Values>(
  name: string,
  load: (keys: Keys) => Promise<Values>,
): (keys: Keys) => Promise<Values> {
  return (keys) => {
    if (!isTracing()) return load(keys);
    const attributes = { 'batch.keys': keys.length };
    return traced(`batch ${name}`, { attributes }, () => load(keys));
  };
}
