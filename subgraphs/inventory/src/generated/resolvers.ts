import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Warehouse as WarehouseModel } from '../warehouses/queries.ts';
import type { ProductReference as ProductReferenceModel, LineReference as LineReferenceModel } from '../availability/domain.ts';
import type { Reservation as ReservationModel } from '../reservations/domain/reservation.ts';
import type { ReservationLine as ReservationLineModel } from '../reservations/queries/reservationLines.ts';
import type { StockItem as StockItemModel } from '../stock/queries/stockItems.ts';
import type { Movement as MovementModel } from '../ledger/queries/findMovements.ts';
import type { StockItemPage as StockItemPageModel } from '../stock/stockItemPage.ts';
import type { MovementPage as MovementPageModel } from '../ledger/movementPage.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** RFC 3339, UTC, milliseconds. */
  DateTime: { input: Date; output: Date; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** There is too little stock, and nothing was held. */
export type InsufficientStock = {
  __typename?: 'InsufficientStock';
  /** The products with too little stock. */
  shortages: Array<Shortage>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** STAFF. Corrects a count. CONFLICT when fewer units would remain than are held. The key works as for receiveStock. */
  adjustStock: Maybe<StockItem>;
  /** Sells the held units; repeating it changes nothing. CONFLICT when they are no longer held. */
  confirmReservation: Maybe<Reservation>;
  /** STAFF. The code is the idempotency key: repeating it returns the same warehouse, and another name under it is CONFLICT. */
  createWarehouse: Maybe<Warehouse>;
  /** STAFF. Adds units that came in, 1 to 1000000. Repeating the key changes nothing; with other input it is CONFLICT. */
  receiveStock: Maybe<StockItem>;
  /** Releases the units held under a reference. When there are none, it blocks the reference, so that a late reserveStock holds nothing. CONFLICT when the units are sold. */
  releaseReference: Reservation;
  /** Returns the held units to stock; repeating it changes nothing. CONFLICT when they are sold. */
  releaseReservation: Maybe<Reservation>;
  /** Ensures that the units are held for this long from now, 30 to 86400 seconds. An ACTIVE reservation is extended, once; an EXPIRED one holds the same units again, or nothing; a CONFIRMED one does not change. CONFLICT when it was released. */
  renewReservation: Maybe<ReserveStockResult>;
  /** Holds all lines or none. The reference is the idempotency key: repeating it returns the same reservation, and other lines under it are CONFLICT. */
  reserveStock: Maybe<ReserveStockResult>;
  /** Returns sold units to where they were taken from; repeating it changes nothing. CONFLICT when they are not sold. */
  returnReservation: Maybe<Reservation>;
  /** STAFF. The item is low at or below this many available units, 0 to 1000000. Repeating it changes nothing. */
  setReorderThreshold: Maybe<StockItem>;
  /** STAFF. Returns the item that the units left, then the one that they came to. CONFLICT when fewer are available. The key works as for receiveStock. */
  transferStock: Maybe<Array<StockItem>>;
};


export type MutationAdjustStockArgs = {
  delta: Scalars['Int']['input'];
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  productId: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
  warehouseId: Scalars['ID']['input'];
};


export type MutationConfirmReservationArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCreateWarehouseArgs = {
  code: Scalars['String']['input'];
  name: Scalars['String']['input'];
};


export type MutationReceiveStockArgs = {
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  productId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  warehouseId: Scalars['ID']['input'];
};


export type MutationReleaseReferenceArgs = {
  reason?: InputMaybe<Scalars['String']['input']>;
  reference: Scalars['ID']['input'];
};


export type MutationReleaseReservationArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRenewReservationArgs = {
  id: Scalars['ID']['input'];
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationReserveStockArgs = {
  lines: Array<ReservationLineInput>;
  reference: Scalars['ID']['input'];
  ttlSeconds?: InputMaybe<Scalars['Int']['input']>;
};


export type MutationReturnReservationArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSetReorderThresholdArgs = {
  productId: Scalars['ID']['input'];
  threshold: Scalars['Int']['input'];
  warehouseId: Scalars['ID']['input'];
};


export type MutationTransferStockArgs = {
  fromWarehouseId: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  productId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
  toWarehouseId: Scalars['ID']['input'];
};

export type OrderLine = {
  __typename?: 'OrderLine';
  product: Maybe<Product>;
  productId: Scalars['ID']['output'];
  productKind: ProductKind;
};

/** Where a page stands in its list (Relay). */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** The cursor of the page's last item; what the next page comes `after`. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there is more after this page. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is something before this page. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the page's first item. */
  startCursor: Maybe<Scalars['String']['output']>;
};

export type Product = {
  __typename?: 'Product';
  /** Units that can be reserved now, across all warehouses; null for DIGITAL. */
  available: Maybe<Scalars['Int']['output']>;
  id: Scalars['ID']['output'];
  /** Whether one unit can be reserved now; always true for DIGITAL. */
  inStock: Maybe<Scalars['Boolean']['output']>;
  kind: ProductKind;
  /** STAFF only. */
  stock: Maybe<Array<StockItem>>;
  /** STAFF only; newest first. */
  stockMovements: Maybe<StockMovementConnection>;
};


export type ProductStockMovementsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** How a product reaches its buyer. */
export type ProductKind =
  /** Unlimited; neither reserved nor shipped. */
  | 'DIGITAL'
  /** Shipped from a warehouse. */
  | 'PHYSICAL'
  /** A seat in a course or an event: limited, and nothing to ship. */
  | 'SEAT';

export type Query = {
  __typename?: 'Query';
  /** STAFF; the items at or below their thresholds, by product and warehouse. */
  lowStock: Maybe<StockItemConnection>;
  /** For STAFF and the user that it is held for; for anyone else it does not exist. */
  reservation: Maybe<Reservation>;
  /** STAFF; by product and warehouse. */
  stockItems: Maybe<StockItemConnection>;
  /** STAFF; newest first. */
  stockMovements: Maybe<StockMovementConnection>;
  /** STAFF. */
  warehouses: Maybe<Array<Warehouse>>;
};


export type QueryLowStockArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  productId?: InputMaybe<Scalars['ID']['input']>;
  warehouseId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryReservationArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStockItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  productId?: InputMaybe<Scalars['ID']['input']>;
  warehouseId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryStockMovementsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kind?: InputMaybe<StockMovementKind>;
  productId?: InputMaybe<Scalars['ID']['input']>;
  warehouseId?: InputMaybe<Scalars['ID']['input']>;
};

export type QuoteLine = {
  __typename?: 'QuoteLine';
  product: Maybe<Product>;
  productId: Scalars['ID']['output'];
  productKind: ProductKind;
};

/** Units held for a limited time. */
export type Reservation = {
  __typename?: 'Reservation';
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it expires. */
  expiresAt: Scalars['DateTime']['output'];
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** The units held, by product and warehouse. */
  lines: Array<ReservationLine>;
  /** What it is held for: an order's id, or the caller's own reference. */
  reference: Scalars['String']['output'];
  /** Its current status. */
  status: ReservationStatus;
};

/** Units of one product held in one warehouse. */
export type ReservationLine = {
  __typename?: 'ReservationLine';
  /** The product that is held. */
  product: Maybe<Product>;
  /** The number of units. */
  quantity: Scalars['Int']['output'];
  /** Where it is held. */
  warehouse: Warehouse;
};

/** A product and how many units of it to hold. */
export type ReservationLineInput = {
  /** UUIDv7. */
  productId: Scalars['ID']['input'];
  /** 1 to 100000, because an order merges its lines of the same product. */
  quantity: Scalars['Int']['input'];
};

/** The life of a reservation. */
export type ReservationStatus =
  /** The units are held. */
  | 'ACTIVE'
  /** The units are sold. */
  | 'CONFIRMED'
  /** The units went back to stock because the reservation expired. */
  | 'EXPIRED'
  /** The units went back to stock on request. */
  | 'RELEASED';

/** A reservation of all lines, or the reason why none is held. */
export type ReserveStockResult = InsufficientStock | Reservation;

/** A product with too little stock for a reservation. Nothing was held. */
export type Shortage = {
  __typename?: 'Shortage';
  /** Units available. */
  available: Scalars['Int']['output'];
  /** UUIDv7. */
  productId: Scalars['ID']['output'];
  /** Units requested. */
  requested: Scalars['Int']['output'];
};

/** One product in one warehouse. */
export type StockItem = {
  __typename?: 'StockItem';
  /** onHand - reserved, never below 0. */
  available: Scalars['Int']['output'];
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** Whether the item is at or below its threshold. */
  low: Scalars['Boolean']['output'];
  /** Units in the warehouse. */
  onHand: Scalars['Int']['output'];
  /** The product that is kept. */
  product: Maybe<Product>;
  /** The item is low at or below this many available units. */
  reorderThreshold: Scalars['Int']['output'];
  /** Units of these that reservations hold. */
  reserved: Scalars['Int']['output'];
  /** When one of the numbers last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Where it is kept. */
  warehouse: Warehouse;
};

/** A page of stock items. */
export type StockItemConnection = {
  __typename?: 'StockItemConnection';
  /** The items with their cursors. */
  edges: Array<StockItemEdge>;
  /** The items. */
  nodes: Array<StockItem>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A stock item in a page. */
export type StockItemEdge = {
  __typename?: 'StockItemEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The item. */
  node: StockItem;
};

/** A row of the append-only ledger. The rows of an item add up exactly to its onHand and reserved. */
export type StockMovement = {
  __typename?: 'StockMovement';
  /** The actor: a user's id, or a service's name. */
  actor: Scalars['String']['output'];
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** Grows with each row of its item. */
  id: Scalars['ID']['output'];
  /** What happened. */
  kind: StockMovementKind;
  /** onHand after the movement. */
  onHandAfter: Scalars['Int']['output'];
  /** Change of onHand. */
  onHandDelta: Scalars['Int']['output'];
  /** The product that moved. */
  product: Maybe<Product>;
  /** The reason, in words. */
  reason: Maybe<Scalars['String']['output']>;
  /** The reservation that it belongs to. */
  reservationId: Maybe<Scalars['ID']['output']>;
  /** reserved after the movement. */
  reservedAfter: Scalars['Int']['output'];
  /** Change of reserved. */
  reservedDelta: Scalars['Int']['output'];
  /** Where it moved. */
  warehouse: Warehouse;
};

/** A page of the ledger. */
export type StockMovementConnection = {
  __typename?: 'StockMovementConnection';
  /** The rows with their cursors. */
  edges: Array<StockMovementEdge>;
  /** The rows. */
  nodes: Array<StockMovement>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A row of the ledger in a page. */
export type StockMovementEdge = {
  __typename?: 'StockMovementEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The row. */
  node: StockMovement;
};

/** The kind of a stock movement. */
export type StockMovementKind =
  /** A count was corrected. */
  | 'ADJUST'
  /** Held units were sold. */
  | 'CONFIRM'
  /** Held units went back because the reservation expired. */
  | 'EXPIRE'
  /** Units came in. */
  | 'RECEIVE'
  /** Held units went back on request. */
  | 'RELEASE'
  /** Units were held. */
  | 'RESERVE'
  /** Sold units were returned. */
  | 'RETURN'
  /** Units came from another warehouse. */
  | 'TRANSFER_IN'
  /** Units left for another warehouse. */
  | 'TRANSFER_OUT';

export type Subscription = {
  __typename?: 'Subscription';
  /** STAFF: every stock item whose units on hand fell to or below its threshold, while it is low. Held units count as on hand. An item is reported once for each fall: again only after it rose above the threshold by a fifth, and at most three times an hour for each product. */
  stockLow: Maybe<StockItem>;
};

/** A place where stock is kept. */
export type Warehouse = {
  __typename?: 'Warehouse';
  /** Whether stock may be reserved from it. */
  active: Scalars['Boolean']['output'];
  /** Short, unique name for labels, such as BER. */
  code: Scalars['String']['output'];
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** Its name. */
  name: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  OrderLine: OrderLine;
  Product: Product;
  QuoteLine: QuoteLine;
  Reservation: Reservation;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  OrderLine:
    ( { __typename: 'OrderLine' }
    & GraphQLRecursivePick<FederationTypes['OrderLine'], {"productId":true,"productKind":true}> );
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Product'], {"kind":true}>
        | GraphQLRecursivePick<FederationTypes['Product'], {"kind":true}>
        | GraphQLRecursivePick<FederationTypes['Product'], {"kind":true}> ) );
  QuoteLine:
    ( { __typename: 'QuoteLine' }
    & GraphQLRecursivePick<FederationTypes['QuoteLine'], {"productId":true,"productKind":true}> );
  Reservation:
    ( { __typename: 'Reservation' }
    & GraphQLRecursivePick<FederationTypes['Reservation'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ReserveStockResult:
    | ( InsufficientStock )
    | ( ReservationModel )
  ;
};


/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  InsufficientStock: ResolverTypeWrapper<InsufficientStock>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  OrderLine: ResolverTypeWrapper<LineReferenceModel>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Product: ResolverTypeWrapper<ProductReferenceModel>;
  ProductKind: ProductKind;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  QuoteLine: ResolverTypeWrapper<LineReferenceModel>;
  Reservation: ResolverTypeWrapper<ReservationModel>;
  ReservationLine: ResolverTypeWrapper<ReservationLineModel>;
  ReservationLineInput: ReservationLineInput;
  ReservationStatus: ReservationStatus;
  ReserveStockResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReserveStockResult']>;
  Shortage: ResolverTypeWrapper<Shortage>;
  StockItem: ResolverTypeWrapper<StockItemModel>;
  StockItemConnection: ResolverTypeWrapper<StockItemPageModel>;
  StockItemEdge: ResolverTypeWrapper<Omit<StockItemEdge, 'node'> & { node: ResolversTypes['StockItem'] }>;
  StockMovement: ResolverTypeWrapper<MovementModel>;
  StockMovementConnection: ResolverTypeWrapper<MovementPageModel>;
  StockMovementEdge: ResolverTypeWrapper<Omit<StockMovementEdge, 'node'> & { node: ResolversTypes['StockMovement'] }>;
  StockMovementKind: StockMovementKind;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Warehouse: ResolverTypeWrapper<WarehouseModel>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  InsufficientStock: InsufficientStock;
  Mutation: Record<PropertyKey, never>;
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  OrderLine: LineReferenceModel;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Product: ProductReferenceModel;
  Query: Record<PropertyKey, never>;
  QuoteLine: LineReferenceModel;
  Reservation: ReservationModel;
  ReservationLine: ReservationLineModel;
  ReservationLineInput: ReservationLineInput;
  ReserveStockResult: ResolversUnionTypes<ResolversParentTypes>['ReserveStockResult'];
  Shortage: Shortage;
  StockItem: StockItemModel;
  StockItemConnection: StockItemPageModel;
  StockItemEdge: Omit<StockItemEdge, 'node'> & { node: ResolversParentTypes['StockItem'] };
  StockMovement: MovementModel;
  StockMovementConnection: MovementPageModel;
  StockMovementEdge: Omit<StockMovementEdge, 'node'> & { node: ResolversParentTypes['StockMovement'] };
  Subscription: Record<PropertyKey, never>;
  Warehouse: WarehouseModel;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type InsufficientStockResolvers<ContextType = Context, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = {
  shortages?: Resolver<Array<ResolversTypes['Shortage']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  adjustStock: Resolver<Maybe<ResolversTypes['StockItem']>, ParentType, ContextType, RequireFields<MutationAdjustStockArgs, 'delta' | 'productId' | 'reason' | 'warehouseId'>>;
  confirmReservation: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType, RequireFields<MutationConfirmReservationArgs, 'id'>>;
  createWarehouse: Resolver<Maybe<ResolversTypes['Warehouse']>, ParentType, ContextType, RequireFields<MutationCreateWarehouseArgs, 'code' | 'name'>>;
  receiveStock: Resolver<Maybe<ResolversTypes['StockItem']>, ParentType, ContextType, RequireFields<MutationReceiveStockArgs, 'productId' | 'quantity' | 'warehouseId'>>;
  releaseReference: Resolver<ResolversTypes['Reservation'], ParentType, ContextType, RequireFields<MutationReleaseReferenceArgs, 'reference'>>;
  releaseReservation: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType, RequireFields<MutationReleaseReservationArgs, 'id'>>;
  renewReservation: Resolver<Maybe<ResolversTypes['ReserveStockResult']>, ParentType, ContextType, RequireFields<MutationRenewReservationArgs, 'id' | 'ttlSeconds'>>;
  reserveStock: Resolver<Maybe<ResolversTypes['ReserveStockResult']>, ParentType, ContextType, RequireFields<MutationReserveStockArgs, 'lines' | 'reference' | 'ttlSeconds'>>;
  returnReservation: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType, RequireFields<MutationReturnReservationArgs, 'id'>>;
  setReorderThreshold: Resolver<Maybe<ResolversTypes['StockItem']>, ParentType, ContextType, RequireFields<MutationSetReorderThresholdArgs, 'productId' | 'threshold' | 'warehouseId'>>;
  transferStock: Resolver<Maybe<Array<ResolversTypes['StockItem']>>, ParentType, ContextType, RequireFields<MutationTransferStockArgs, 'fromWarehouseId' | 'productId' | 'quantity' | 'toWarehouseId'>>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine'], FederationReferenceType extends FederationReferenceTypes['OrderLine'] = FederationReferenceTypes['OrderLine']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['OrderLine']> | FederationReferenceType, FederationReferenceType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productKind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  available?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inStock?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
  stock?: Resolver<Maybe<Array<ResolversTypes['StockItem']>>, ParentType, ContextType>;
  stockMovements?: Resolver<Maybe<ResolversTypes['StockMovementConnection']>, ParentType, ContextType, Partial<ProductStockMovementsArgs>>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  lowStock: Resolver<Maybe<ResolversTypes['StockItemConnection']>, ParentType, ContextType, Partial<QueryLowStockArgs>>;
  reservation: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType, RequireFields<QueryReservationArgs, 'id'>>;
  stockItems: Resolver<Maybe<ResolversTypes['StockItemConnection']>, ParentType, ContextType, Partial<QueryStockItemsArgs>>;
  stockMovements: Resolver<Maybe<ResolversTypes['StockMovementConnection']>, ParentType, ContextType, Partial<QueryStockMovementsArgs>>;
  warehouses: Resolver<Maybe<Array<ResolversTypes['Warehouse']>>, ParentType, ContextType>;
};

export type QuoteLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuoteLine'] = ResolversParentTypes['QuoteLine'], FederationReferenceType extends FederationReferenceTypes['QuoteLine'] = FederationReferenceTypes['QuoteLine']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['QuoteLine']> | FederationReferenceType, FederationReferenceType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productKind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
};

export type ReservationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation'], FederationReferenceType extends FederationReferenceTypes['Reservation'] = FederationReferenceTypes['Reservation']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Reservation']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ReservationLine']>, ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ReservationStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReservationLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReservationLine'] = ResolversParentTypes['ReservationLine']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['Warehouse'], ParentType, ContextType>;
};

export type ReserveStockResultResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReserveStockResult'] = ResolversParentTypes['ReserveStockResult']> = {
  __resolveType: TypeResolveFn<'InsufficientStock' | 'Reservation', ParentType, ContextType>;
};

export type ShortageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shortage'] = ResolversParentTypes['Shortage']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockItemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItem'] = ResolversParentTypes['StockItem']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  low?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  onHand?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reorderThreshold?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reserved?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['Warehouse'], ParentType, ContextType>;
};

export type StockItemConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemConnection'] = ResolversParentTypes['StockItemConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StockItemEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['StockItem']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockItemEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockItemEdge'] = ResolversParentTypes['StockItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockItem'], ParentType, ContextType>;
};

export type StockMovementResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovement'] = ResolversParentTypes['StockMovement']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['StockMovementKind'], ParentType, ContextType>;
  onHandAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  onHandDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  reservationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  reservedAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reservedDelta?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  warehouse?: Resolver<ResolversTypes['Warehouse'], ParentType, ContextType>;
};

export type StockMovementConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementConnection'] = ResolversParentTypes['StockMovementConnection']> = {
  edges?: Resolver<Array<ResolversTypes['StockMovementEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['StockMovement']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type StockMovementEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['StockMovementEdge'] = ResolversParentTypes['StockMovementEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['StockMovement'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  stockLow: SubscriptionResolver<Maybe<ResolversTypes['StockItem']>, "stockLow", ParentType, ContextType>;
};

export type WarehouseResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Warehouse'] = ResolversParentTypes['Warehouse']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  QuoteLine?: QuoteLineResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  ReservationLine?: ReservationLineResolvers<ContextType>;
  ReserveStockResult?: ReserveStockResultResolvers<ContextType>;
  Shortage?: ShortageResolvers<ContextType>;
  StockItem?: StockItemResolvers<ContextType>;
  StockItemConnection?: StockItemConnectionResolvers<ContextType>;
  StockItemEdge?: StockItemEdgeResolvers<ContextType>;
  StockMovement?: StockMovementResolvers<ContextType>;
  StockMovementConnection?: StockMovementConnectionResolvers<ContextType>;
  StockMovementEdge?: StockMovementEdgeResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Warehouse?: WarehouseResolvers<ContextType>;
};

