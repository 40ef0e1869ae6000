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
  /** Its customer or STAFF, while it is CONFIRMED: stock goes back, the money too. */
  cancelOrder: Maybe<Order>;
  /** Reserves, charges and confirms before it answers. A refusal is an order with status REJECTED, not an error. */
  placeOrder: Maybe<PlaceOrderPayload>;
  /** STAFF: CONFIRMED to SHIPPED, SHIPPED to DELIVERED; what ships nothing goes from CONFIRMED to DELIVERED. Any other change is CONFLICT. */
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

/** What a customer bought, or tried to. */
export type Order = {
  __typename?: 'Order';
  /** Who placed it. */
  customer: Maybe<User>;
  /** Every change of status, oldest first. */
  history: Array<OrderEvent>;
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** What was bought; lines of one product are added up. */
  lines: Array<OrderLine>;
  /** For people: HF-20261120-7Q4K2 */
  number: Scalars['String']['output'];
  /** What was paid for it. */
  payment: Maybe<Payment>;
  /** When it was placed. */
  placedAt: Scalars['DateTime']['output'];
  /** Why it was refused. */
  rejection: Maybe<OrderRejection>;
  /** The stock that is held for it, or was. */
  reservation: Maybe<Reservation>;
  /** How it was carried out, step by step. */
  saga: Saga;
  /** How it travels. */
  shipment: Maybe<Shipment>;
  /** Where it goes; null when nothing is shipped. */
  shippingAddress: Maybe<PostalAddress>;
  /** Where it stands. */
  status: OrderStatus;
  /** What it costs. */
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
  /** Who: a user's id, or a service's name. */
  actor: Scalars['String']['output'];
  /** When. */
  at: Scalars['DateTime']['output'];
  /** Why, in words. */
  reason: Maybe<Scalars['String']['output']>;
  /** The status from then on. */
  status: OrderStatus;
};

/** Which orders a list has: those that match everything that is given. */
export type OrderFilter = {
  /** Placed then or later. */
  placedFrom?: InputMaybe<Scalars['DateTime']['input']>;
  /** Placed then or earlier. */
  placedTo?: InputMaybe<Scalars['DateTime']['input']>;
  /** Any of these. */
  status?: InputMaybe<Array<OrderStatus>>;
  /** Whose. In a user's own list it can be that user only. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Name and price as they stood when the order was placed; `product` is as it stands now. */
export type OrderLine = {
  __typename?: 'OrderLine';
  /** As it was. */
  name: Scalars['String']['output'];
  /** As it stands now. */
  product: Maybe<Product>;
  /** What `product` is, for inventory: stock is had without asking products first. */
  productId: Scalars['ID']['output'];
  /** It never changes. */
  productKind: ProductKind;
  /** 1 to 1000. */
  quantity: Scalars['Int']['output'];
  /** As it was. */
  sku: Scalars['String']['output'];
  /** unitPrice times quantity. */
  total: Money;
  /** As it was. */
  unitPrice: Money;
};

/** A product and how many units of it. */
export type OrderLineInput = {
  /** UUIDv7. */
  productId: Scalars['ID']['input'];
  /** 1 to 1000. */
  quantity: Scalars['Int']['input'];
};

/** Why an order was refused. */
export type OrderRejection = {
  __typename?: 'OrderRejection';
  /** For programs. */
  code: RejectionCode;
  /** For people. */
  message: Scalars['String']['output'];
  /** What there was too little of; empty for other reasons. */
  shortages: Array<Shortage>;
};

/** The life of an order. */
export type OrderStatus =
  /** Called off after it was confirmed; stock and money went back. */
  | 'CANCELLED'
  /** Paid, and its units are sold to the customer. */
  | 'CONFIRMED'
  /** Arrived; seats and downloads, which are not shipped, become it after CONFIRMED. */
  | 'DELIVERED'
  /** The saga has not ended: it runs, or waits to be resumed. */
  | 'PENDING'
  /** Refused: out of stock, declined, undeliverable, price changed; everything is undone. */
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
  /** When given and no longer the total, the order is REJECTED with PRICE_CHANGED. */
  expectedTotal?: InputMaybe<MoneyInput>;
  /** Chosen by the client, unique for its user. The same key with the same input returns the same order, with nothing done twice; with another input it is CONFLICT. */
  idempotencyKey: Scalars['ID']['input'];
  /** 1 to 100 lines, each quantity 1 to 1000; lines of one product are added up. */
  lines: Array<OrderLineInput>;
  /** Instead of shippingAddressId. */
  shippingAddress?: InputMaybe<PostalAddressInput>;
  /** Needed when anything is PHYSICAL. One of the two. */
  shippingAddressId?: InputMaybe<Scalars['ID']['input']>;
};

/** A placed order. */
export type PlaceOrderPayload = {
  __typename?: 'PlaceOrderPayload';
  /** The order, whatever became of it. */
  order: Order;
  /** True when the key had been used before, with the same input. */
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
  /** Whatever else the carrier needs. */
  line2: Maybe<Scalars['String']['output']>;
  /** Postal code, as the country writes it; null where it has none. */
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
  /** Whatever else the carrier needs. */
  line2?: InputMaybe<Scalars['String']['input']>;
  /** Postal code, as the country writes it; needed where it has one. */
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
  /** Its customer, or STAFF; to anyone else it does not exist. */
  order: Maybe<Order>;
  /** STAFF; newest first. */
  orders: Maybe<OrderConnection>;
  /** What these lines would cost and whether they can be had now; holds nothing. */
  quote: Maybe<Quote>;
  /** Its order's customer, or STAFF; to anyone else it does not exist. */
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

/** What lines would cost now; an order may find another price, or less stock. */
export type Quote = {
  __typename?: 'Quote';
  /** In the sequence that they were asked for; lines of one product are added up. */
  lines: Array<QuoteLine>;
  /** Whether all of them can be had now. */
  orderable: Scalars['Boolean']['output'];
  /** What all of them would cost. */
  total: Money;
};

/** A line of a quote. */
export type QuoteLine = {
  __typename?: 'QuoteLine';
  /** Units that can be reserved now, over all warehouses; null for DIGITAL. */
  available: Maybe<Scalars['Int']['output']>;
  /** Whether the product is on sale, and enough of it is there. */
  orderable: Scalars['Boolean']['output'];
  /** What was asked for. */
  product: Maybe<Product>;
  /** What `product` is, for inventory: stock is had without asking products first. */
  productId: Scalars['ID']['output'];
  /** It never changes. */
  productKind: ProductKind;
  /** 1 to 1000 from each line of the product. */
  quantity: Scalars['Int']['output'];
  /** unitPrice times quantity. */
  total: Money;
  /** The product's price now. */
  unitPrice: Money;
};

/** Why an order was refused, for programs. */
export type RejectionCode =
  /** There is too little stock of something. */
  | 'OUT_OF_STOCK'
  /** The wallet has too little money or is in another currency, or the provider declined; `payment.declineCode` and the message say which. */
  | 'PAYMENT_DECLINED'
  /** The total is no longer what the customer expected. */
  | 'PRICE_CHANGED'
  /** Something is not on sale. */
  | 'PRODUCT_UNAVAILABLE'
  /** The carrier does not go there. */
  | 'UNDELIVERABLE';

export type Reservation = {
  __typename?: 'Reservation';
  id: Scalars['ID']['output'];
};

/** How an order is carried out: steps forward, and backward when one is refused. */
export type Saga = {
  __typename?: 'Saga';
  /** When it ended. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** The order's id. */
  id: Scalars['ID']['output'];
  /** The order's id. */
  orderId: Scalars['ID']['output'];
  /** When it began. */
  startedAt: Scalars['DateTime']['output'];
  /** Where it stands. */
  status: SagaStatus;
  /** All steps, in their sequence. */
  steps: Array<SagaStep>;
};

/** The life of a saga. */
export type SagaStatus =
  /** All done steps are undone. */
  | 'COMPENSATED'
  /** Steps are being undone. */
  | 'COMPENSATING'
  /** All steps are done. */
  | 'COMPLETED'
  /** Steps are being done. */
  | 'RUNNING'
  /** Compensation itself failed too often: STAFF must look. */
  | 'STUCK';

/** One step of a saga. */
export type SagaStep = {
  __typename?: 'SagaStep';
  /** How often it was tried. */
  attempts: Scalars['Int']['output'];
  /** Why it was refused, or failed last. */
  error: Maybe<Scalars['String']['output']>;
  /** When it was done, refused or skipped. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** Which. */
  name: SagaStepName;
  /** When it was first tried. */
  startedAt: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  status: SagaStepStatus;
};

/** The steps of an order, in this sequence. */
export type SagaStepName =
  /** Ask the carrier; undone by cancelling. Skipped when nothing ships. */
  | 'ARRANGE_SHIPMENT'
  /** Hold the money; undone by voiding. */
  | 'AUTHORIZE_PAYMENT'
  /** Take the money; undone by a refund. */
  | 'CAPTURE_PAYMENT'
  /** Held units become sold; undone by a return to stock. */
  | 'CONFIRM_RESERVATION'
  /** Hold the units; undone by releasing them. */
  | 'RESERVE_STOCK'
  /** Customer, products, prices, address, expected total. */
  | 'VALIDATE_ORDER';

/** The life of a step. */
export type SagaStepStatus =
  /** Done and undone again. */
  | 'COMPENSATED'
  /** Done. */
  | 'COMPLETED'
  /** Refused. */
  | 'FAILED'
  /** Not begun. */
  | 'PENDING'
  /** Begun; whether it was done is not known yet. */
  | 'RUNNING'
  /** Not needed for this order. */
  | 'SKIPPED';

/** A parcel. */
export type Shipment = {
  __typename?: 'Shipment';
  /** Who carries it. */
  carrier: Scalars['String']['output'];
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** Where it stands. */
  status: ShipmentStatus;
  /** The carrier's number for it. */
  trackingNumber: Scalars['String']['output'];
};

/** The life of a shipment. */
export type ShipmentStatus =
  /** The carrier will fetch it. */
  | 'ARRANGED'
  /** Called off. */
  | 'CANCELLED'
  /** Arrived. */
  | 'DELIVERED'
  /** On its way. */
  | 'IN_TRANSIT';

/** Why a reservation was refused: nothing at all was held. */
export type Shortage = {
  __typename?: 'Shortage';
  /** Units that there are. */
  available: Scalars['Int']['output'];
  /** UUIDv7. */
  productId: Scalars['ID']['output'];
  /** Units asked for. */
  requested: Scalars['Int']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** Its customer or STAFF: the order now, then again after every change of status or of a saga step. */
  orderUpdated: Maybe<Order>;
};


export type SubscriptionOrderUpdatedArgs = {
  id: Scalars['ID']['input'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /** The user's orders, newest first. The user and STAFF see them; to anyone else the field is FORBIDDEN. */
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

