export interface StockItem {
  readonly id: string;
  readonly productId: string;
  readonly warehouseId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly reorderThreshold: number;
  readonly updatedAt: Date;
}

/** The columns of a stock item, for `select`. */
export const STOCK_ITEM_COLUMNS = `id, product_id as "productId", warehouse_id as "warehouseId", on_hand as "onHand",
  reserved, reorder_threshold as "reorderThreshold", updated_at as "updatedAt"`;
