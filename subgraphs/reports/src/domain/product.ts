/** What is known of a product; `version` grows with each change of it. */
export interface ProductFact {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly categoryId: string | null;
  readonly version: number;
}
