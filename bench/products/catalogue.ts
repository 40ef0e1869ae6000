/** The measured catalogue. The first run writes it into the database, and later runs find it there. */
import { createCategory } from '../../subgraphs/products/src/categories/createCategory.ts';
import type { Dependencies } from '../../subgraphs/products/src/context.ts';
import type { ProductDocument } from '../../subgraphs/products/src/database/collections.ts';
import { idOf, type Places, productDocuments } from './data.ts';

/** Few enough for the server, which does one thing at a time, to answer the driver's heartbeat in between. */
const BATCH = 100;

export interface Catalogue extends Places {
  /** The root category. */
  readonly topId: string;
}

/**
 * Completes a catalogue of this many products. A load that was stopped is continued.
 * @param say reports the progress.
 */
export async function loadCatalogue(
  dependencies: Dependencies,
  count: number,
  say: (line: string) => void,
): Promise<Catalogue> {
  const topId = idOf(1, 0);
  // Eight below the top, and four below each of these.
  const categoryIds = Array.from({ length: 40 }, (_, n) => idOf(1, n + 1));
  const sellerIds = Array.from({ length: 50 }, (_, n) => idOf(2, n));
  const { products, categories } = dependencies;
  if ((await categories.countDocuments()) === 0) {
    await createCategory(dependencies, { id: topId, name: 'Top' });
    for (const [n, id] of categoryIds.entries()) {
      const parentId = n < 8 ? topId : (categoryIds[n % 8] ?? null);
      await createCategory(dependencies, { id, name: `Category ${n}`, parentId });
    }
  }
  const present = await products.estimatedDocumentCount();
  const started = performance.now();
  let batch: ProductDocument[] = [];
  let n = 0;
  for (const document of productDocuments(count, { categoryIds, sellerIds })) {
    if (++n <= present) continue;
    batch.push(document);
    if (batch.length < BATCH && n < count) continue;
    await products.insertMany(batch);
    batch = [];
    if (n % 10_000 === 0) say(`${n} products after ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  return { topId, categoryIds, sellerIds };
}
