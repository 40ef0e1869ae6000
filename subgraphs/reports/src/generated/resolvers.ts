import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { DaySales as DaySalesModel } from '../sales/queries/findDaySales.ts';
import type { ProductSales as ProductSalesModel } from '../sales/queries/findProductSales.ts';
import type { CategorySales as CategorySalesModel } from '../sales/queries/findCategorySales.ts';
import type { DaySalesPage as DaySalesPageModel, ProductSalesPage as ProductSalesPageModel, CategorySalesPage as CategorySalesPageModel } from '../sales/pages.ts';
import type { AuditEntry as AuditEntryModel } from '../audit/domain.ts';
import type { AuditPage as AuditPageModel } from '../audit/page.ts';
import type { Status as StatusModel } from '../status/readStatus.ts';
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
  /** Any JSON value. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

/** An audited action. */
export type AuditAction =
  /** An account was opened. */
  | 'ACCOUNT_REGISTERED'
  /** An address was added to an address book. */
  | 'ADDRESS_ADDED'
  /** An address in an address book changed. */
  | 'ADDRESS_CHANGED'
  /** An address was removed from an address book. */
  | 'ADDRESS_REMOVED'
  /** A category was added. */
  | 'CATEGORY_CREATED'
  /** A category was deleted, or is about to be. */
  | 'CATEGORY_DELETED'
  /** A category was renamed or moved. */
  | 'CATEGORY_UPDATED'
  /** An e-mail address was verified. */
  | 'EMAIL_VERIFIED'
  /** An operator resent an event to a consumer that had failed to handle it. */
  | 'EVENT_RESENT'
  /** An order was cancelled. */
  | 'ORDER_CANCELLED'
  /** An order was confirmed. */
  | 'ORDER_CONFIRMED'
  /** An order arrived. */
  | 'ORDER_DELIVERED'
  /** An order was placed. */
  | 'ORDER_PLACED'
  /** An order was rejected. */
  | 'ORDER_REJECTED'
  /** An operator resumed the compensation of a stuck order. */
  | 'ORDER_RESUMED'
  /** An order is on its way. */
  | 'ORDER_SHIPPED'
  /** The password of an account changed. */
  | 'PASSWORD_CHANGED'
  /** A new password was requested for an account. */
  | 'PASSWORD_RESET_REQUESTED'
  /** Money was held. */
  | 'PAYMENT_AUTHORIZED'
  /** Money was taken. */
  | 'PAYMENT_CAPTURED'
  /** Money could not be held. */
  | 'PAYMENT_DECLINED'
  /** Money was refunded. */
  | 'PAYMENT_REFUNDED'
  /** Held money was released. */
  | 'PAYMENT_VOIDED'
  /** The price of a product changed. */
  | 'PRICE_CHANGED'
  /** A product is no longer sold. */
  | 'PRODUCT_ARCHIVED'
  /** A product was added to the catalogue. */
  | 'PRODUCT_CREATED'
  /** A product changed, but not its price. */
  | 'PRODUCT_UPDATED'
  /** A user changed their profile. */
  | 'PROFILE_CHANGED'
  /** The reorder threshold of a product in a warehouse changed. */
  | 'REORDER_THRESHOLD_CHANGED'
  /** Held units were released. */
  | 'RESERVATION_RELEASED'
  /** The roles of an account changed. */
  | 'ROLES_CHANGED'
  /** The number of available units of a product changed; the summary has the kind of movement. */
  | 'STOCK_CHANGED'
  /** Money was put into a wallet. */
  | 'WALLET_TOPPED_UP'
  /** A warehouse was opened. */
  | 'WAREHOUSE_CREATED'
  /** A warehouse changed. */
  | 'WAREHOUSE_UPDATED';

/** A page of the audit trail. */
export type AuditConnection = {
  __typename?: 'AuditConnection';
  /** The entries with their cursors. */
  edges: Array<AuditEdge>;
  /** The entries. */
  nodes: Array<AuditEntry>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An entry in a page. */
export type AuditEdge = {
  __typename?: 'AuditEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: AuditEntry;
};

/** An action of a person, a service or an operator. Entries are added and never changed. */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /** The action. */
  action: AuditAction;
  /** The actor: a user's id, the name of a service that acted on its own, or `operator:` and the name of the operator who ran a command. */
  actor: Scalars['String']['output'];
  /** The subject after, as far as the action changed it; null when it no longer exists or is not known. */
  after: Maybe<Scalars['JSON']['output']>;
  /** When the action happened. */
  at: Scalars['DateTime']['output'];
  /** The subject before, as far as the action changed it; null when it did not exist or is not known. No addresses, no names of persons, no secrets: `after` names those that changed. */
  before: Maybe<Scalars['JSON']['output']>;
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** The id of the subject. */
  subjectId: Scalars['ID']['output'];
  /** The kind of the subject. */
  subjectType: AuditSubjectType;
  /** More about the action; the fields depend on it. No addresses, no tokens. */
  summary: Scalars['JSON']['output'];
};

/** The entries in a list of the audit trail: those that match every condition. */
export type AuditFilter = {
  /** The action: any of these. */
  action?: InputMaybe<Array<AuditAction>>;
  /** The actor: a user's id, or a service's name. */
  actor?: InputMaybe<Scalars['String']['input']>;
  /** At this time or later. */
  from?: InputMaybe<Scalars['DateTime']['input']>;
  /** The id of the subject. */
  subjectId?: InputMaybe<Scalars['ID']['input']>;
  /** The kind of the subject. */
  subjectType?: InputMaybe<AuditSubjectType>;
  /** At this time or earlier. */
  to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The kind of the subject of an action. */
export type AuditSubjectType =
  /** A category. */
  | 'CATEGORY'
  /** An event of the shop. */
  | 'EVENT'
  /** An order. */
  | 'ORDER'
  /** A payment. */
  | 'PAYMENT'
  /** A product, or its stock. */
  | 'PRODUCT'
  /** A reservation of stock. */
  | 'RESERVATION'
  /** An account. */
  | 'USER'
  /** A warehouse. */
  | 'WAREHOUSE';

/** The ranking of best sellers. */
export type BestSellersOrder =
  /** By revenue in one currency, which the filter must name. */
  | 'REVENUE'
  /** By units sold. */
  | 'UNITS';

export type Category = {
  __typename?: 'Category';
  id: Scalars['ID']['output'];
};

/** Sales of a category in a currency: those of the products that are in it now, without those of the categories below it. */
export type CategorySales = {
  __typename?: 'CategorySales';
  /** Null for products without a category, and for products whose category is not known yet. */
  category: Maybe<Category>;
  /** The total price of these units. */
  revenue: Money;
  /** Units sold. */
  units: Scalars['Int']['output'];
};

/** A page of categories. */
export type CategorySalesConnection = {
  __typename?: 'CategorySalesConnection';
  /** The categories with their cursors. */
  edges: Array<CategorySalesEdge>;
  /** The categories. */
  nodes: Array<CategorySales>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A category in a page. */
export type CategorySalesEdge = {
  __typename?: 'CategorySalesEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The category. */
  node: CategorySales;
};

/** Sales of a day in a currency. Orders count once they are confirmed, and no longer once they are cancelled. */
export type DaySales = {
  __typename?: 'DaySales';
  /** Such as 2026-11-20, UTC. */
  day: Scalars['String']['output'];
  /** Orders placed on that day. */
  orders: Scalars['Int']['output'];
  /** The total price of these units. */
  revenue: Money;
  /** Units in these orders. */
  units: Scalars['Int']['output'];
};

/** A page of days. */
export type DaySalesConnection = {
  __typename?: 'DaySalesConnection';
  /** The days with their cursors. */
  edges: Array<DaySalesEdge>;
  /** The days. */
  nodes: Array<DaySales>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A day in a page. */
export type DaySalesEdge = {
  __typename?: 'DaySalesEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The day. */
  node: DaySales;
};

/** An amount in a currency. */
export type Money = {
  __typename?: 'Money';
  /** With the currency's own number of decimals. */
  amount: Scalars['Decimal']['output'];
  /** ISO 4217 code. */
  currency: Scalars['String']['output'];
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
  id: Scalars['ID']['output'];
};

/** Sales of a product in a currency. */
export type ProductSales = {
  __typename?: 'ProductSales';
  /** The current one. */
  name: Scalars['String']['output'];
  /** Orders that contain it. */
  orders: Scalars['Int']['output'];
  /** The product itself; null when the caller may not see it. */
  product: Maybe<Product>;
  /** UUIDv7. */
  productId: Scalars['ID']['output'];
  /** The total price of these units. */
  revenue: Money;
  /** The current one. */
  sku: Scalars['String']['output'];
  /** Units sold. */
  units: Scalars['Int']['output'];
};

/** A page of products. */
export type ProductSalesConnection = {
  __typename?: 'ProductSalesConnection';
  /** The products with their cursors. */
  edges: Array<ProductSalesEdge>;
  /** The products. */
  nodes: Array<ProductSales>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** A product in a page. */
export type ProductSalesEdge = {
  __typename?: 'ProductSalesEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The product. */
  node: ProductSales;
};

export type Query = {
  __typename?: 'Query';
  /** STAFF: who did what; newest first. */
  auditTrail: Maybe<AuditConnection>;
  /** STAFF; the best sellers first, then by product and currency. */
  bestSellers: Maybe<ProductSalesConnection>;
  /** STAFF. */
  reportsStatus: Maybe<ReportsStatus>;
  /** STAFF; by category and currency, products without a category last. */
  salesByCategory: Maybe<CategorySalesConnection>;
  /** STAFF; the latest day first, then by currency. */
  salesByDay: Maybe<DaySalesConnection>;
  /** STAFF; by product and currency. */
  salesByProduct: Maybe<ProductSalesConnection>;
};


export type QueryAuditTrailArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryBestSellersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SalesFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<BestSellersOrder>;
};


export type QuerySalesByCategoryArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SalesFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySalesByDayArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SalesFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QuerySalesByProductArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SalesFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A rebuild of the sales from the orders and products themselves, while events keep coming. */
export type ReportsRebuild = {
  __typename?: 'ReportsRebuild';
  /** When it ended; null while it runs, and after an interruption. Until it ends, sales are missing. */
  finishedAt: Maybe<Scalars['DateTime']['output']>;
  /** Orders read so far. */
  ordersRead: Scalars['Int']['output'];
  /** When it started. */
  startedAt: Scalars['DateTime']['output'];
};

/** How far the reports lag behind. */
export type ReportsStatus = {
  __typename?: 'ReportsStatus';
  /** True when the service that answers has a subscription on a bus that answers. */
  consuming: Scalars['Boolean']['output'];
  /** Events that are in the reports, each counted once. */
  eventsSeen: Scalars['Int']['output'];
  /** Seconds from when the newest of them happened until it was in the reports. Waiting events do not count, so this is the lag at that moment: while `consuming` is false, the reports fall further behind. */
  lagSeconds: Maybe<Scalars['Float']['output']>;
  /** When the newest of them happened. Earlier events are in the reports too, except those that wait behind a fault. */
  lastEventAt: Maybe<Scalars['DateTime']['output']>;
  /** The last rebuild of the reports; null when there was none. */
  lastRebuild: Maybe<ReportsRebuild>;
};

/** The sales that a report covers: those that match every condition. */
export type SalesFilter = {
  /** ISO 4217 code. Without it there is a row for each currency: amounts of different currencies are never added up. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** The first day, such as 2026-11-20. Days are UTC, and a sale belongs to the day on which its order was placed. */
  from?: InputMaybe<Scalars['String']['input']>;
  /** The last day, such as 2026-11-20, inclusive. */
  to?: InputMaybe<Scalars['String']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

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





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuditAction: AuditAction;
  AuditConnection: ResolverTypeWrapper<AuditPageModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuditEdge: ResolverTypeWrapper<Omit<AuditEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AuditEntry: ResolverTypeWrapper<AuditEntryModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AuditFilter: AuditFilter;
  AuditSubjectType: AuditSubjectType;
  BestSellersOrder: BestSellersOrder;
  Category: ResolverTypeWrapper<Category>;
  CategorySales: ResolverTypeWrapper<CategorySalesModel>;
  CategorySalesConnection: ResolverTypeWrapper<CategorySalesPageModel>;
  CategorySalesEdge: ResolverTypeWrapper<Omit<CategorySalesEdge, 'node'> & { node: ResolversTypes['CategorySales'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DaySales: ResolverTypeWrapper<DaySalesModel>;
  DaySalesConnection: ResolverTypeWrapper<DaySalesPageModel>;
  DaySalesEdge: ResolverTypeWrapper<Omit<DaySalesEdge, 'node'> & { node: ResolversTypes['DaySales'] }>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Money: ResolverTypeWrapper<Money>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Product: ResolverTypeWrapper<Product>;
  ProductSales: ResolverTypeWrapper<ProductSalesModel>;
  ProductSalesConnection: ResolverTypeWrapper<ProductSalesPageModel>;
  ProductSalesEdge: ResolverTypeWrapper<Omit<ProductSalesEdge, 'node'> & { node: ResolversTypes['ProductSales'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReportsRebuild: ResolverTypeWrapper<ReportsRebuild>;
  ReportsStatus: ResolverTypeWrapper<StatusModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  SalesFilter: SalesFilter;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditConnection: AuditPageModel;
  Int: Scalars['Int']['output'];
  AuditEdge: Omit<AuditEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  String: Scalars['String']['output'];
  AuditEntry: AuditEntryModel;
  ID: Scalars['ID']['output'];
  AuditFilter: AuditFilter;
  Category: Category;
  CategorySales: CategorySalesModel;
  CategorySalesConnection: CategorySalesPageModel;
  CategorySalesEdge: Omit<CategorySalesEdge, 'node'> & { node: ResolversParentTypes['CategorySales'] };
  DateTime: Scalars['DateTime']['output'];
  DaySales: DaySalesModel;
  DaySalesConnection: DaySalesPageModel;
  DaySalesEdge: Omit<DaySalesEdge, 'node'> & { node: ResolversParentTypes['DaySales'] };
  Decimal: Scalars['Decimal']['output'];
  JSON: Scalars['JSON']['output'];
  Money: Money;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Product: Product;
  ProductSales: ProductSalesModel;
  ProductSalesConnection: ProductSalesPageModel;
  ProductSalesEdge: Omit<ProductSalesEdge, 'node'> & { node: ResolversParentTypes['ProductSales'] };
  Query: Record<PropertyKey, never>;
  ReportsRebuild: ReportsRebuild;
  ReportsStatus: StatusModel;
  Float: Scalars['Float']['output'];
  SalesFilter: SalesFilter;
};

export type AuditConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEdge'] = ResolversParentTypes['AuditEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  action?: Resolver<ResolversTypes['AuditAction'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subjectId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  subjectType?: Resolver<ResolversTypes['AuditSubjectType'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type CategoryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CategorySalesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CategorySales'] = ResolversParentTypes['CategorySales']> = {
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CategorySalesConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CategorySalesConnection'] = ResolversParentTypes['CategorySalesConnection']> = {
  edges?: Resolver<Array<ResolversTypes['CategorySalesEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['CategorySales']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CategorySalesEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['CategorySalesEdge'] = ResolversParentTypes['CategorySalesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CategorySales'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DaySalesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DaySales'] = ResolversParentTypes['DaySales']> = {
  day?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DaySalesConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DaySalesConnection'] = ResolversParentTypes['DaySalesConnection']> = {
  edges?: Resolver<Array<ResolversTypes['DaySalesEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['DaySales']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DaySalesEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['DaySalesEdge'] = ResolversParentTypes['DaySalesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['DaySales'], ParentType, ContextType>;
};

export interface DecimalScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Decimal'], any> {
  name: 'Decimal';
}

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MoneyResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Decimal'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProductResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ProductSalesResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductSales'] = ResolversParentTypes['ProductSales']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  orders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  productId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  revenue?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  units?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProductSalesConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductSalesConnection'] = ResolversParentTypes['ProductSalesConnection']> = {
  edges?: Resolver<Array<ResolversTypes['ProductSalesEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['ProductSales']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProductSalesEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ProductSalesEdge'] = ResolversParentTypes['ProductSalesEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ProductSales'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditTrail: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, Partial<QueryAuditTrailArgs>>;
  bestSellers: Resolver<Maybe<ResolversTypes['ProductSalesConnection']>, ParentType, ContextType, RequireFields<QueryBestSellersArgs, 'orderBy'>>;
  reportsStatus: Resolver<Maybe<ResolversTypes['ReportsStatus']>, ParentType, ContextType>;
  salesByCategory: Resolver<Maybe<ResolversTypes['CategorySalesConnection']>, ParentType, ContextType, Partial<QuerySalesByCategoryArgs>>;
  salesByDay: Resolver<Maybe<ResolversTypes['DaySalesConnection']>, ParentType, ContextType, Partial<QuerySalesByDayArgs>>;
  salesByProduct: Resolver<Maybe<ResolversTypes['ProductSalesConnection']>, ParentType, ContextType, Partial<QuerySalesByProductArgs>>;
};

export type ReportsRebuildResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportsRebuild'] = ResolversParentTypes['ReportsRebuild']> = {
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  ordersRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type ReportsStatusResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ReportsStatus'] = ResolversParentTypes['ReportsStatus']> = {
  consuming?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  eventsSeen?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lagSeconds?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  lastEventAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastRebuild?: Resolver<Maybe<ResolversTypes['ReportsRebuild']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEdge?: AuditEdgeResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  Category?: CategoryResolvers<ContextType>;
  CategorySales?: CategorySalesResolvers<ContextType>;
  CategorySalesConnection?: CategorySalesConnectionResolvers<ContextType>;
  CategorySalesEdge?: CategorySalesEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DaySales?: DaySalesResolvers<ContextType>;
  DaySalesConnection?: DaySalesConnectionResolvers<ContextType>;
  DaySalesEdge?: DaySalesEdgeResolvers<ContextType>;
  Decimal?: GraphQLScalarType;
  JSON?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductSales?: ProductSalesResolvers<ContextType>;
  ProductSalesConnection?: ProductSalesConnectionResolvers<ContextType>;
  ProductSalesEdge?: ProductSalesEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  ReportsRebuild?: ReportsRebuildResolvers<ContextType>;
  ReportsStatus?: ReportsStatusResolvers<ContextType>;
};

