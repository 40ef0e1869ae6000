/**
 * The access decisions of the contract, for every operation and every field of the API. A field without a
 * decision fails the matrix test, so that none is added undecided.
 */
import type { CallerName } from './world.ts';

/** ALLOWED, the code of an error, or NULL when the object does not exist for the caller. */
export type Outcome = 'ALLOWED' | 'NULL' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND';
export type Decision = Readonly<Record<CallerName, Outcome>>;

const everybody: Decision = {
  anonymous: 'ALLOWED',
  customer: 'ALLOWED',
  otherCustomer: 'ALLOWED',
  vendor: 'ALLOWED',
  staff: 'ALLOWED',
  admin: 'ALLOWED',
};
const signedIn: Decision = { ...everybody, anonymous: 'UNAUTHENTICATED' };
const adminOnly: Decision = {
  anonymous: 'UNAUTHENTICATED',
  customer: 'FORBIDDEN',
  otherCustomer: 'FORBIDDEN',
  vendor: 'FORBIDDEN',
  staff: 'FORBIDDEN',
  admin: 'ALLOWED',
};
const staffOnly: Decision = { ...adminOnly, staff: 'ALLOWED' };
/** For other callers the object does not exist. */
const customerOrStaff: Decision = { ...signedIn, otherCustomer: 'NULL', vendor: 'NULL' };
const customerOrStaffChange: Decision = { ...signedIn, otherCustomer: 'NOT_FOUND', vendor: 'NOT_FOUND' };
const customerAloneChanges: Decision = { ...customerOrStaffChange, staff: 'NOT_FOUND', admin: 'NOT_FOUND' };
/** For other callers the field is FORBIDDEN. */
const selfOrStaff: Decision = { ...staffOnly, customer: 'ALLOWED' };
const vendorOrStaff: Decision = { ...staffOnly, vendor: 'ALLOWED' };
const otherVendorOrStaff: Decision = { ...staffOnly, vendor: 'NOT_FOUND' };

export const OPERATION_DECISIONS: Readonly<Record<string, Decision>> = {
  'Query.me': { ...everybody, anonymous: 'NULL' },
  'Query.user': selfOrStaff,
  'Query.user oneself': signedIn,
  'Query.users': staffOnly,
  'Query.accountExists': everybody,
  'Query.product': everybody,
  'Query.product draft of the vendor': {
    ...everybody,
    anonymous: 'NULL',
    customer: 'NULL',
    otherCustomer: 'NULL',
  },
  'Query.products': everybody,
  'Query.products drafts of the vendor': vendorOrStaff,
  'Query.products drafts of everybody': staffOnly,
  'Query.categories': everybody,
  'Query.category': everybody,
  'Query.warehouses': staffOnly,
  'Query.stockItems': staffOnly,
  'Query.lowStock': staffOnly,
  'Query.stockMovements': staffOnly,
  'Query.reservation': customerOrStaff,
  'Query.order': customerOrStaff,
  'Query.orders': staffOnly,
  'Query.saga': customerOrStaff,
  'Query.quote': everybody,
  'Query.salesByDay': staffOnly,
  'Query.salesByProduct': staffOnly,
  'Query.salesByCategory': staffOnly,
  'Query.bestSellers': staffOnly,
  'Query.auditTrail': staffOnly,
  'Query.reportsStatus': staffOnly,

  'Mutation.register': everybody,
  'Mutation.login': everybody,
  'Mutation.refreshSession': everybody,
  'Mutation.logout': everybody,
  'Mutation.updateProfile': signedIn,
  'Mutation.changePassword': signedIn,
  'Mutation.requestPasswordReset': everybody,
  'Mutation.resetPassword': everybody,
  'Mutation.verifyEmail': everybody,
  'Mutation.addAddress': signedIn,
  'Mutation.updateAddress': customerAloneChanges,
  'Mutation.removeAddress': customerAloneChanges,
  'Mutation.setUserRoles': adminOnly,
  'Mutation.createProduct': vendorOrStaff,
  'Mutation.updateProduct': vendorOrStaff,
  'Mutation.updateProduct of another vendor': otherVendorOrStaff,
  'Mutation.changePrice': vendorOrStaff,
  'Mutation.changePrice of another vendor': otherVendorOrStaff,
  'Mutation.archiveProduct': vendorOrStaff,
  'Mutation.archiveProduct of another vendor': otherVendorOrStaff,
  'Mutation.createCategory': staffOnly,
  'Mutation.updateCategory': staffOnly,
  'Mutation.deleteCategory': staffOnly,
  'Mutation.createWarehouse': staffOnly,
  'Mutation.receiveStock': staffOnly,
  'Mutation.adjustStock': staffOnly,
  'Mutation.transferStock': staffOnly,
  'Mutation.setReorderThreshold': staffOnly,
  'Mutation.reserveStock': staffOnly,
  'Mutation.confirmReservation': staffOnly,
  'Mutation.releaseReservation': staffOnly,
  /** In demo mode, in which the shop under test runs. */
  'Mutation.topUpWallet': selfOrStaff,
  'Mutation.placeOrder': signedIn,
  'Mutation.placeOrder to an address of the customer': customerAloneChanges,
  'Mutation.cancelOrder': customerOrStaffChange,
  'Mutation.updateOrderStatus': staffOnly,
};

/** The contract of these fields: "Only the user and STAFF see it; to anyone else the field is FORBIDDEN." */
const accountOf: Decision = { ...selfOrStaff, anonymous: 'FORBIDDEN' };

/**
 * The answer of a subgraph that is given only an entity's key, by type. The gateway asks in this way when
 * another subgraph refers to the entity.
 */
export const ENTITY_DECISIONS: Readonly<Record<string, Decision>> = {
  User: everybody,
  Product: everybody,
  Category: everybody,
  Order: { ...customerOrStaff, anonymous: 'NULL' },
  Saga: { ...customerOrStaff, anonymous: 'NULL' },
  Reservation: { ...customerOrStaff, anonymous: 'NULL' },
  Payment: { ...customerOrStaff, anonymous: 'NULL' },
  // Inventory knows only the product of a line, and its stock is public. Orders has decided whose line it is.
  OrderLine: everybody,
  QuoteLine: everybody,
};

export interface TypeDecision {
  /**
   * The path from a root field to the customer's object. `*` stands for its fields, a variable for a thing by
   * name.
   */
  readonly path: string;
  /** The fields that every caller sees who sees the object. */
  readonly open: string;
  readonly guarded?: readonly (readonly [fields: string, decision: Decision])[];
}

const SELLER = (rest: string) => `{ product(id: $sold) { seller { ${rest} } } }`;
const ORDER = (rest: string) => `{ order(id: $order) { ${rest} } }`;
const CONNECTION = 'edges nodes pageInfo totalCount';
const EDGE = 'cursor node';

export const TYPE_DECISIONS: Readonly<Record<string, TypeDecision>> = {
  User: {
    path: SELLER('*'),
    open: 'id name createdAt products',
    guarded: [['email roles emailVerified addresses orders wallet', accountOf]],
  },
  Address: { path: SELLER('addresses { * }'), open: 'id label isDefault address' },
  PostalAddress: {
    path: ORDER('shippingAddress { * }'),
    open: 'recipient line1 line2 city region postalCode country',
  },
  Session: {
    path: 'mutation { login(email: "alice@demo.test", password: "holdfast-demo") { * } }',
    open: 'user accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt',
  },
  UserConnection: { path: '{ users(first: 1) { * } }', open: CONNECTION },
  UserEdge: { path: '{ users(first: 1) { edges { * } } }', open: EDGE },
  Money: { path: '{ product(id: $product) { price { * } } }', open: 'amount currency' },
  PageInfo: {
    path: '{ products(first: 1) { pageInfo { * } } }',
    open: 'hasNextPage hasPreviousPage startCursor endCursor',
  },
  Product: {
    path: '{ product(id: $product) { * } }',
    open: 'id sku slug name description kind status price category attributes imageUrl seller version createdAt updatedAt available inStock',
    guarded: [['stock stockMovements', staffOnly]],
  },
  ProductConnection: { path: '{ products(first: 1) { * } }', open: CONNECTION },
  ProductEdge: { path: '{ products(first: 1) { edges { * } } }', open: EDGE },
  Category: { path: '{ category(id: $category) { * } }', open: 'id slug name parent children products' },
  Warehouse: { path: '{ warehouses { * } }', open: 'id code name active' },
  StockItem: {
    path: '{ product(id: $product) { stock { * } } }',
    open: 'id product warehouse onHand reserved available reorderThreshold low updatedAt',
  },
  StockItemConnection: { path: '{ stockItems(first: 1) { * } }', open: CONNECTION },
  StockItemEdge: { path: '{ stockItems(first: 1) { edges { * } } }', open: EDGE },
  StockMovement: {
    path: '{ product(id: $product) { stockMovements(first: 1) { nodes { * } } } }',
    open: 'id product warehouse kind onHandDelta reservedDelta onHandAfter reservedAfter reason reservationId actor at',
  },
  StockMovementConnection: { path: '{ stockMovements(first: 1) { * } }', open: CONNECTION },
  StockMovementEdge: { path: '{ stockMovements(first: 1) { edges { * } } }', open: EDGE },
  Reservation: {
    path: ORDER('reservation { * }'),
    open: 'id reference status lines createdAt expiresAt',
  },
  ReservationLine: { path: ORDER('reservation { lines { * } }'), open: 'product warehouse quantity' },
  InsufficientStock: {
    path: 'mutation { reserveStock(reference: "too much", lines: [{ productId: $product, quantity: 100000 }]) { ... on InsufficientStock { * } } }',
    open: 'shortages',
  },
  Shortage: {
    path: '{ order(id: $rejected) { rejection { shortages { * } } } }',
    open: 'productId requested available',
  },
  Wallet: { path: SELLER('wallet { * }'), open: 'balance held available entries' },
  WalletEntry: {
    path: SELLER('wallet { entries(first: 1) { nodes { * } } }'),
    open: 'id kind amount balanceAfter reference actor at',
  },
  WalletEntryConnection: { path: SELLER('wallet { entries(first: 1) { * } }'), open: CONNECTION },
  WalletEntryEdge: { path: SELLER('wallet { entries(first: 1) { edges { * } } }'), open: EDGE },
  Payment: {
    path: ORDER('payment { * }'),
    open: 'id orderId amount status declineCode createdAt updatedAt',
  },
  Order: {
    path: ORDER('*'),
    open: 'id number status lines total shippingAddress rejection history placedAt updatedAt',
    guarded: [['customer reservation payment shipment saga', customerOrStaff]],
  },
  OrderLine: { path: ORDER('lines { * }'), open: 'product sku name unitPrice quantity total' },
  OrderRejection: { path: '{ order(id: $rejected) { rejection { * } } }', open: 'code message shortages' },
  Shipment: { path: ORDER('shipment { * }'), open: 'id carrier trackingNumber status' },
  OrderEvent: { path: ORDER('history { * }'), open: 'status at actor reason' },
  OrderConnection: { path: SELLER('orders(first: 1) { * }'), open: CONNECTION },
  OrderEdge: { path: SELLER('orders(first: 1) { edges { * } }'), open: EDGE },
  PlaceOrderPayload: {
    path: `mutation { placeOrder(input: { idempotencyKey: "matrix", lines: [{ productId: $product, quantity: 1 }], shippingAddress: {
      recipient: "Somebody", line1: "Lindenstraße 12", city: "Berlin", postalCode: "10969", country: "DE" } }) { * } }`,
    open: 'order replayed',
  },
  Saga: {
    path: '{ saga(id: $order) { * } }',
    open: 'id orderId status steps startedAt finishedAt',
  },
  SagaStep: {
    path: ORDER('saga { steps { * } }'),
    open: 'name status attempts startedAt finishedAt error',
  },
  Quote: {
    path: '{ quote(lines: [{ productId: $product, quantity: 1 }]) { * } }',
    open: 'lines total orderable',
  },
  QuoteLine: {
    path: '{ quote(lines: [{ productId: $product, quantity: 1 }]) { lines { * } } }',
    open: 'product quantity unitPrice total available orderable',
  },
  DaySalesConnection: { path: '{ salesByDay { * } }', open: CONNECTION },
  DaySalesEdge: { path: '{ salesByDay { edges { * } } }', open: EDGE },
  DaySales: { path: '{ salesByDay { nodes { * } } }', open: 'day orders units revenue' },
  ProductSalesConnection: { path: '{ salesByProduct { * } }', open: CONNECTION },
  ProductSalesEdge: { path: '{ salesByProduct { edges { * } } }', open: EDGE },
  ProductSales: {
    path: '{ salesByProduct { nodes { * } } }',
    open: 'productId sku name product orders units revenue',
  },
  CategorySalesConnection: { path: '{ salesByCategory { * } }', open: CONNECTION },
  CategorySalesEdge: { path: '{ salesByCategory { edges { * } } }', open: EDGE },
  CategorySales: { path: '{ salesByCategory { nodes { * } } }', open: 'category units revenue' },
  AuditConnection: { path: '{ auditTrail { * } }', open: CONNECTION },
  AuditEdge: { path: '{ auditTrail { edges { * } } }', open: EDGE },
  AuditEntry: {
    path: '{ auditTrail { nodes { * } } }',
    open: 'id at actor action subjectType subjectId summary before after',
  },
  ReportsStatus: {
    path: '{ reportsStatus { * } }',
    open: 'eventsSeen lastEventAt lagSeconds consuming lastRebuild',
  },
  ReportsRebuild: {
    path: '{ reportsStatus { lastRebuild { * } } }',
    open: 'startedAt finishedAt ordersRead',
  },
};
