/** The operations of staff. */
const ITEM = `{ warehouse { code } onHand reserved available reorderThreshold low updatedAt }`;
export const CREATE_WAREHOUSE = `mutation ($code: String!, $name: String!) { createWarehouse(code: $code, name: $name) { id code name active } }`;
export const RECEIVE = `mutation ($productId: ID!, $warehouseId: ID!, $quantity: Int!, $reason: String, $key: ID) {
  receiveStock(productId: $productId, warehouseId: $warehouseId, quantity: $quantity, reason: $reason, idempotencyKey: $key) ${ITEM} }`;
export const ADJUST = `mutation ($productId: ID!, $warehouseId: ID!, $delta: Int!, $reason: String!, $key: ID) {
  adjustStock(productId: $productId, warehouseId: $warehouseId, delta: $delta, reason: $reason, idempotencyKey: $key) ${ITEM} }`;
export const TRANSFER = `mutation ($productId: ID!, $from: ID!, $to: ID!, $quantity: Int!, $key: ID) {
  transferStock(productId: $productId, fromWarehouseId: $from, toWarehouseId: $to, quantity: $quantity, idempotencyKey: $key) ${ITEM} }`;
export const THRESHOLD = `mutation ($productId: ID!, $warehouseId: ID!, $threshold: Int!) {
  setReorderThreshold(productId: $productId, warehouseId: $warehouseId, threshold: $threshold) ${ITEM} }`;
export const MOVEMENTS = `query ($productId: ID, $warehouseId: ID, $kind: StockMovementKind) {
  stockMovements(productId: $productId, warehouseId: $warehouseId, kind: $kind) {
    totalCount nodes { kind onHandDelta reservedDelta onHandAfter reservedAfter reason actor warehouse { code } } } }`;
