import { isTracing, traced } from './trace.ts';

/**
 * A DataLoader's batch function, with a span for each batch of a request that says how many keys it had.
 * @param name what is looked up: `products`.
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
