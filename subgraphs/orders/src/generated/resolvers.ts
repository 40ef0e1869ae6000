import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Order as OrderModel, OrderLine as OrderLineModel } from '../domain/order.ts';
import type { OrderPage as OrderPageModel } from '../orders/pages.ts';
import type { StepState as StepStateModel } from '../domain/sagaState.ts';
import type { Quote as QuoteModel, QuoteLine as QuoteLineModel } from '../checkout/domain/quote.ts';
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
  /** A decimal number as a string, with the currency's own number of decimals: 129.90 */
  Decimal: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An amount in a currency. */
export type Money = {
  __typename?: 'Money';
  /** With the currency's own number of decimals. */
  amount: Scalars['Decimal']['output'];
  /** ISO 4217 code. */
  currency: Scalars['String']['output'];
};

/** An amount in a currency. */
export type MoneyInput = {
  /** At most as many decimals as the currency has. */
  amount: Scalars['Decimal']['input'];
  /** ISO 4217 code. */
  currency?: Scalars['String']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  /** For its customer and STAFF, while the order is CONFIRMED: returns the stock and refunds the money. */
  cancelOrder: Maybe<Order>;
  /** Reserves, charges and confirms before it responds. A refused order is not an error: it has the status REJECTED. */
  placeOrder: Maybe<PlaceOrderPayload>;
  /** STAFF: from CONFIRMED to SHIPPED, and from SHIPPED to DELIVERED; an order that ships nothing goes from CONFIRMED to DELIVERED. Any other change is CONFLICT. */
  updateOrderStatus: Maybe<Order>;
};


export type MutationCancelOrderArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationPlaceOrderArgs = {
  input: PlaceOrderInput;
};


export type MutationUpdateOrderStatusArgs = {
  id: Scalars['ID']['input'];
  status: OrderStatus;
};

/** A customer's purchase, completed or not. */
export type Order = {
  __typename?: 'Order';
  /** The user who placed it. */
  customer: Maybe<User>;
  /** Every change of status, oldest first. */
  history: Array<OrderEvent>;
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** The products ordered; lines of the same product are merged. */
  lines: Array<OrderLine>;
  /** The order number for people, such as HF-20261120-7Q4K2. */
  number: Scalars['String']['output'];
  /** Its payment. */
  payment: Maybe<Payment>;
  /** When it was placed. */
  placedAt: Scalars['DateTime']['output'];
  /** Why it was rejected. */
  rejection: Maybe<OrderRejection>;
  /** The stock that is or was held for it. */
  reservation: Maybe<Reservation>;
  /** How it is carried out, step by step. */
  saga: Saga;
  /** Its shipment. */
  shipment: Maybe<Shipment>;
  /** Where it goes; null when nothing is shipped. */
  shippingAddress: Maybe<PostalAddress>;
  /** Its current status. */
  status: OrderStatus;
  /** The total price. */
  total: Money;
  /** When it last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** A page of orders. */
export type OrderConnection = {
  __typename?: 'OrderConnection';
  /** The orders with their cursors. */
  edges: Array<OrderEdge>;
  /** The orders. */
  nodes: Array<Order>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An order in a page. */
export type OrderEdge = {
  __typename?: 'OrderEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The order. */
  node: Order;
};

/** A change of an order's status. */
export type OrderEvent = {
  __typename?: 'OrderEvent';
  /** The actor: a user's id, or a service's name. */
  actor: Scalars['String']['output'];
  /** When it changed. */
  at: Scalars['DateTime']['output'];
  /** The reason, in words. */
  reason: Maybe<Scalars['String']['output']>;
  /** The new status. */
  status: OrderStatus;
};

/** Selects the orders of a list: those that meet every given condition. */
export type OrderFilter = {
  /** Placed at this time or later. */
  placedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Placed at this time or earlier. */
  placedTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** With any of these statuses. */
  status?: InputMaybe<Array<OrderStatus>>;
  /** Placed by this user. In the list of a user's orders it can only be that user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** A line of an order. Name and price are those at the time of the order; `product` is the current one. */
export type OrderLine = {
  __typename?: 'OrderLine';
  /** The name at the time of the order. */
  name: Scalars['String']['output'];
  /** The current product. */
  product: Maybe<Product>;
  /** The id of `product`, with which inventory reports stock without a request to products first. */
  productId: Scalars['ID']['output'];
  /** The product's kind, which never changes. */
  productKind: ProductKind;
  /** 1 to 1000. */
  quantity: Scalars['Int']['output'];
  /** The SKU at the time of the order. */
  sku: Scalars['String']['output'];
  /** unitPrice times quantity. */
  total: Money;
  /** The price at the time of the order. */
  unitPrice: Money;
};

/** A product and how many units of it. */
export type OrderLineInput = {
  /** UUIDv7. */
  productId: Scalars['ID']['input'];
  /** 1 to 1000. */
  quantity: Scalars['Int']['input'];
};

/** Why an order was rejected. */
export type OrderRejection = {
  __typename?: 'OrderRejection';
  /** For programs. */
  code: RejectionCode;
  /** For people. */
  message: Scalars['String']['output'];
  /** The products with too little stock; empty for other reasons. */
  shortages: Array<Shortage>;
};

/** The life of an order. */
export type OrderStatus =
  /** Cancelled after it was confirmed; the stock was returned and the money refunded. */
  | 'CANCELLED'
  /** Paid, and the units are sold. */
  | 'CONFIRMED'
  /** Arrived. Orders of seats and downloads alone, which are not shipped, go from CONFIRMED to DELIVERED. */
  | 'DELIVERED'
  /** The saga has not finished: it is running, or waits to be resumed. */
  | 'PENDING'
  /** Refused: out of stock, payment declined, undeliverable or price changed. Every step was undone. */
  | 'REJECTED'
  /** Handed to the carrier. An order that ships nothing is never SHIPPED. */
  | 'SHIPPED';

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

export type Payment = {
  __typename?: 'Payment';
  id: Scalars['ID']['output'];
};

/** An order to place. */
export type PlaceOrderInput = {
  /** When it is given and no longer matches the total, the order is REJECTED with PRICE_CHANGED. */
  expectedTotal?: InputMaybe<MoneyInput>;
  /** Chosen by the client, unique for its user. The same key with the same input returns the same order and does nothing twice; with other input it is CONFLICT. */
  idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 lines, each with a quantity of 1 to 1000; lines of the same product are merged. */
  lines: Array<OrderLineInput>;
  /** Instead of shippingAddressId. */
  shippingAddress?: InputMaybe<PostalAddressInput>;
  /** Either this or shippingAddress is required when a product is PHYSICAL; never both. */
  shippingAddressId?: InputMaybe<Scalars['ID']['input']>;
};

/** A placed order. */
export type PlaceOrderPayload = {
  __typename?: 'PlaceOrderPayload';
  /** The order, whatever its outcome. */
  order: Order;
  /** True when the key had already been used, with the same input. */
  replayed: Scalars['Boolean']['output'];
};

/** Where a parcel goes. */
export type PostalAddress = {
  __typename?: 'PostalAddress';
  /** City or town. */
  city: Scalars['String']['output'];
  /** ISO 3166-1 alpha-2 code, such as DE. */
  country: Scalars['String']['output'];
  /** Street and number. */
  line1: Scalars['String']['output'];
  /** Anything else the carrier needs. */
  line2: Maybe<Scalars['String']['output']>;
  /** Postal code in the country's format; null where the country has none. */
  postalCode: Maybe<Scalars['String']['output']>;
  /** Who receives it. */
  recipient: Scalars['String']['output'];
  /** State, province or county. */
  region: Maybe<Scalars['String']['output']>;
};

/** Where a parcel goes. */
export type PostalAddressInput = {
  /** City or town. */
  city: Scalars['String']['input'];
  /** ISO 3166-1 alpha-2 code, such as DE. */
  country: Scalars['String']['input'];
  /** Street and number. */
  line1: Scalars['String']['input'];
  /** Anything else the carrier needs. */
  line2?: InputMaybe<Scalars['String']['input']>;
  /** Postal code in the country's format; required where the country has postal codes. */
  postalCode?: InputMaybe<Scalars['String']['input']>;
  /** Who receives it. */
  recipient: Scalars['String']['input'];
  /** State, province or county. */
  region?: InputMaybe<Scalars['String']['input']>;
};

export type Product = {
  __typename?: 'Product';
  id: Scalars['ID']['output'];
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
  /** For its customer and STAFF; for anyone else it does not exist. */
  order: Maybe<Order>;
  /** STAFF; newest first. */
  orders: Maybe<OrderConnection>;
  /** The current price and availability of these lines; holds nothing. */
  quote: Maybe<Quote>;
  /** For the order's customer and STAFF; for anyone else it does not exist. */
  saga: Maybe<Saga>;
};


export type QueryOrderArgs = {
  id: Scalars['ID']['input'];
};


export type QueryOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryQuoteArgs = {
  lines: Array<OrderLineInput>;
};


export type QuerySagaArgs = {
  id: Scalars['ID']['input'];
};

/** The current price of lines. An order may find another price, or less stock. */
export type Quote = {
  __typename?: 'Quote';
  /** The lines in the order requested; lines of the same product are merged. */
  lines: Array<QuoteLine>;
  /** True when all of them can be ordered now. */
  orderable: Scalars['Boolean']['output'];
  /** The total price of all lines. */
  total: Money;
};

/** A line of a quote. */
export type QuoteLine = {
  __typename?: 'QuoteLine';
  /** Units that can be reserved now, across all warehouses; null for DIGITAL. */
  available: Maybe<Scalars['Int']['output']>;
  /** True when the product is on sale and enough units are available. */
  orderable: Scalars['Boolean']['output'];
  /** The requested product. */
  product: Maybe<Product>;
  /** The id of `product`, with which inventory reports stock without a request to products first. */
  productId: Scalars['ID']['output'];
  /** The product's kind, which never changes. */
  productKind: ProductKind;
  /** Units requested: 1 to 1000 for each line of the product. */
  quantity: Scalars['Int']['output'];
  /** unitPrice times quantity. */
  total: Money;
  /** The product's current price. */
  unitPrice: Money;
};

/** Why an order was rejected, for programs. */
export type RejectionCode =
  /** There is too little stock of a product. */
  | 'OUT_OF_STOCK'
  /** The wallet has too little money or is in another currency, or the provider declined; `payment.declineCode` and the message say which. */
  | 'PAYMENT_DECLINED'
  /** The total is no longer what the customer expected. */
  | 'PRICE_CHANGED'
  /** A product is not on sale. */
  | 'PRODUCT_UNAVAILABLE'
  /** The carrier does not deliver to the address. */
  | 'UNDELIVERABLE';

export type Reservation = {
  __typename?: 'Reservation';
  id: Scalars['ID']['output'];
};

/** How an order is carried out: its steps run forward, and are undone backward when one is refused. */
export type Saga = {
  __typename?: 'Saga';
  /** When it ended. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** The order's id. */
  id: Scalars['ID']['output'];
  /** The order's id. */
  orderId: Scalars['ID']['output'];
  /** When it started. */
  startedAt: Scalars['DateTime']['output'];
  /** Its current status. */
  status: SagaStatus;
  /** All steps, in their order. */
  steps: Array<SagaStep>;
};

/** The life of a saga. */
export type SagaStatus =
  /** All completed steps are undone. */
  | 'COMPENSATED'
  /** Completed steps are being undone. */
  | 'COMPENSATING'
  /** All steps are completed. */
  | 'COMPLETED'
  /** Steps are being executed. */
  | 'RUNNING'
  /** Compensation failed too often; STAFF must intervene. */
  | 'STUCK';

/** One step of a saga. */
export type SagaStep = {
  __typename?: 'SagaStep';
  /** The number of attempts. */
  attempts: Scalars['Int']['output'];
  /** Why it was refused or last failed. */
  error: Maybe<Scalars['String']['output']>;
  /** When it was completed, refused or skipped. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** The name of the step. */
  name: SagaStepName;
  /** When it was first attempted. */
  startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Its current status. */
  status: SagaStepStatus;
};

/** The steps of an order's saga, in this order. */
export type SagaStepName =
  /** Book the carrier; undone by cancelling the booking. Skipped when nothing ships. */
  | 'ARRANGE_SHIPMENT'
  /** Hold the money; undone by releasing it. */
  | 'AUTHORIZE_PAYMENT'
  /** Take the money; undone by a refund. */
  | 'CAPTURE_PAYMENT'
  /** Sell the held units; undone by returning them to stock. */
  | 'CONFIRM_RESERVATION'
  /** Hold the units; undone by releasing them. */
  | 'RESERVE_STOCK'
  /** Check the customer, products, prices, address and expected total. */
  | 'VALIDATE_ORDER';

/** The life of a step. */
export type SagaStepStatus =
  /** Completed, then undone. */
  | 'COMPENSATED'
  /** Done. */
  | 'COMPLETED'
  /** Refused. */
  | 'FAILED'
  /** Not started. */
  | 'PENDING'
  /** Started; the outcome is not known yet. */
  | 'RUNNING'
  /** Not needed for this order. */
  | 'SKIPPED';

/** A parcel. */
export type Shipment = {
  __typename?: 'Shipment';
  /** The carrier's name. */
  carrier: Scalars['String']['output'];
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** Its current status. */
  status: ShipmentStatus;
  /** The carrier's tracking number. */
  trackingNumber: Scalars['String']['output'];
};

/** The life of a shipment. */
export type ShipmentStatus =
  /** The carrier will collect it. */
  | 'ARRANGED'
  /** Cancelled. */
  | 'CANCELLED'
  /** Arrived. */
  | 'DELIVERED'
  /** On its way. */
  | 'IN_TRANSIT';

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

export type Subscription = {
  __typename?: 'Subscription';
  /** For its customer and STAFF: the current order, then again after every change of its status or of a saga step. */
  orderUpdated: Maybe<Order>;
};


export type SubscriptionOrderUpdatedArgs = {
  id: Scalars['ID']['input'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /** The user's orders, newest first. Visible to the user and STAFF; FORBIDDEN for anyone else. */
  orders: Maybe<OrderConnection>;
};


export type UserOrdersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<OrderFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
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
  Order: Order;
  Saga: Saga;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true}> );
  Saga:
    ( { __typename: 'Saga' }
    & GraphQLRecursivePick<FederationTypes['Saga'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Money: ResolverTypeWrapper<Money>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Order: ResolverTypeWrapper<OrderModel>;
  OrderConnection: ResolverTypeWrapper<OrderPageModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  OrderEdge: ResolverTypeWrapper<Omit<OrderEdge, 'node'> & { node: ResolversTypes['Order'] }>;
  OrderEvent: ResolverTypeWrapper<OrderEvent>;
  OrderFilter: OrderFilter;
  OrderLine: ResolverTypeWrapper<OrderLineModel>;
  OrderLineInput: OrderLineInput;
  OrderRejection: ResolverTypeWrapper<OrderRejection>;
  OrderStatus: OrderStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Payment: ResolverTypeWrapper<Payment>;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderPayload: ResolverTypeWrapper<Omit<PlaceOrderPayload, 'order'> & { order: ResolversTypes['Order'] }>;
  PostalAddress: ResolverTypeWrapper<PostalAddress>;
  PostalAddressInput: PostalAddressInput;
  Product: ResolverTypeWrapper<Product>;
  ProductKind: ProductKind;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<QuoteModel>;
  QuoteLine: ResolverTypeWrapper<QuoteLineModel>;
  RejectionCode: RejectionCode;
  Reservation: ResolverTypeWrapper<Reservation>;
  Saga: ResolverTypeWrapper<OrderModel>;
  SagaStatus: SagaStatus;
  SagaStep: ResolverTypeWrapper<StepStateModel>;
  SagaStepName: SagaStepName;
  SagaStepStatus: SagaStepStatus;
  Shipment: ResolverTypeWrapper<Shipment>;
  ShipmentStatus: ShipmentStatus;
  Shortage: ResolverTypeWrapper<Shortage>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<Omit<User, 'orders'> & { orders?: Maybe<ResolversTypes['OrderConnection']> }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Money: Money;
  String: Scalars['String']['output'];
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Order: OrderModel;
  OrderConnection: OrderPageModel;
  Int: Scalars['Int']['output'];
  OrderEdge: Omit<OrderEdge, 'node'> & { node: ResolversParentTypes['Order'] };
  OrderEvent: OrderEvent;
  OrderFilter: OrderFilter;
  OrderLine: OrderLineModel;
  OrderLineInput: OrderLineInput;
  OrderRejection: OrderRejection;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Payment: Payment;
  PlaceOrderInput: PlaceOrderInput;
  PlaceOrderPayload: Omit<PlaceOrderPayload, 'order'> & { order: ResolversParentTypes['Order'] };
  PostalAddress: PostalAddress;
  PostalAddressInput: PostalAddressInput;
  Product: Product;
  Query: Record<PropertyKey, never>;
  Quote: QuoteModel;
  QuoteLine: QuoteLineModel;
  Reservation: Reservation;
  Saga: OrderModel;
  SagaStep: StepStateModel;
  Shipment: Shipment;
  Shortage: Shortage;
  Subscription: Record<PropertyKey, never>;
  User: Omit<User, 'orders'> & { orders?: Maybe<ResolversParentTypes['OrderConnection']> } | FederationReferenceTypes['User'];
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelOrder: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<MutationCancelOrderArgs, 'id'>>;
  placeOrder: Resolver<Maybe<ResolversTypes['PlaceOrderPayload']>, ParentType, ContextType, RequireFields<MutationPlaceOrderArgs, 'input'>>;
  updateOrderStatus: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<MutationUpdateOrderStatusArgs, 'id' | 'status'>>;
};

export type OrderResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  history?: Resolver<Array<ResolversTypes['OrderEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['OrderLine']>, ParentType, ContextType>;
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  placedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rejection?: Resolver<Maybe<ResolversTypes['OrderRejection']>, ParentType, ContextType>;
  reservation?: Resolver<Maybe<ResolversTypes['Reservation']>, ParentType, ContextType>;
  saga?: Resolver<ResolversTypes['Saga'], ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  shippingAddress?: Resolver<Maybe<ResolversTypes['PostalAddress']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type OrderConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderConnection'] = ResolversParentTypes['OrderConnection']> = {
  edges?: Resolver<Array<ResolversTypes['OrderEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Order']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type OrderEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEdge'] = ResolversParentTypes['OrderEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
};

export type OrderEventResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderEvent'] = ResolversParentTypes['OrderEvent']> = {
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OrderStatus'], ParentType, ContextType>;
};

export type OrderLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderLine'] = ResolversParentTypes['OrderLine']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productKind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type OrderRejectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['OrderRejection'] = ResolversParentTypes['OrderRejection']> = {
  code?: Resolver<ResolversTypes['RejectionCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  shortages?: Resolver<Array<ResolversTypes['Shortage']>, ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PlaceOrderPayloadResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PlaceOrderPayload'] = ResolversParentTypes['PlaceOrderPayload']> = {
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PostalAddressResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PostalAddress'] = ResolversParentTypes['PostalAddress']> = {
  city?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  country?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line1?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  line2?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  postalCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recipient?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  region?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  order: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType, RequireFields<QueryOrderArgs, 'id'>>;
  orders: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, Partial<QueryOrdersArgs>>;
  quote: Resolver<Maybe<ResolversTypes['Quote']>, ParentType, ContextType, RequireFields<QueryQuoteArgs, 'lines'>>;
  saga: Resolver<Maybe<ResolversTypes['Saga']>, ParentType, ContextType, RequireFields<QuerySagaArgs, 'id'>>;
};

export type QuoteResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  lines?: Resolver<Array<ResolversTypes['QuoteLine']>, ParentType, ContextType>;
  orderable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type QuoteLineResolvers<ContextType = Context, ParentType extends ResolversParentTypes['QuoteLine'] = ResolversParentTypes['QuoteLine']> = {
  available?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  orderable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  productKind?: Resolver<ResolversTypes['ProductKind'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ReservationResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Reservation'] = ResolversParentTypes['Reservation']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SagaResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Saga'] = ResolversParentTypes['Saga'], FederationReferenceType extends FederationReferenceTypes['Saga'] = FederationReferenceTypes['Saga']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Saga']> | FederationReferenceType, FederationReferenceType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStatus'], ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['SagaStep']>, ParentType, ContextType>;
};

export type SagaStepResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SagaStep'] = ResolversParentTypes['SagaStep']> = {
  attempts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['SagaStepName'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SagaStepStatus'], ParentType, ContextType>;
};

export type ShipmentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  carrier?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  trackingNumber?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShortageResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Shortage'] = ResolversParentTypes['Shortage']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  requested?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  orderUpdated: SubscriptionResolver<Maybe<ResolversTypes['Order']>, "orderUpdated", ParentType, ContextType, RequireFields<SubscriptionOrderUpdatedArgs, 'id'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orders?: Resolver<Maybe<ResolversTypes['OrderConnection']>, ParentType, ContextType, Partial<UserOrdersArgs>>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  OrderConnection?: OrderConnectionResolvers<ContextType>;
  OrderEdge?: OrderEdgeResolvers<ContextType>;
  OrderEvent?: OrderEventResolvers<ContextType>;
  OrderLine?: OrderLineResolvers<ContextType>;
  OrderRejection?: OrderRejectionResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PlaceOrderPayload?: PlaceOrderPayloadResolvers<ContextType>;
  PostalAddress?: PostalAddressResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  QuoteLine?: QuoteLineResolvers<ContextType>;
  Reservation?: ReservationResolvers<ContextType>;
  Saga?: SagaResolvers<ContextType>;
  SagaStep?: SagaStepResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  Shortage?: ShortageResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
};

