import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Payment as PaymentModel } from '../payments/domain/payment.ts';
import type { Wallet as WalletModel, WalletEntry as WalletEntryModel } from '../wallets/domain.ts';
import type { EntriesPage as EntriesPageModel } from '../wallets/readEntriesPage.ts';
import type { Money as MoneyModel } from '@holdfast/kit-values/money';
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
  /** Holds the money for an order, or declines. The order's id is the idempotency key; another amount or user under it is CONFLICT. */
  authorizePayment: Payment;
  /** Takes the held money; repeating it changes nothing. CONFLICT when no money is held. */
  capturePayment: Payment;
  /** Refunds the money; repeating it changes nothing. CONFLICT when no money was taken. */
  refundPayment: Payment;
  /** STAFF; in the demo also every user, for their own wallet. The key is unique within the wallet: repeating it changes nothing, and another amount under it is CONFLICT. */
  topUpWallet: Maybe<Wallet>;
  /** Releases the held money; changes nothing when none is held. Null for an order without a payment, which never gets one afterwards. CONFLICT when the money was taken. */
  voidPayment: Maybe<Payment>;
};


export type MutationAuthorizePaymentArgs = {
  amount: MoneyInput;
  orderId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationCapturePaymentArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationRefundPaymentArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationTopUpWalletArgs = {
  amount: MoneyInput;
  idempotencyKey: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


export type MutationVoidPaymentArgs = {
  orderId: Scalars['ID']['input'];
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

/** The payment of an order. Visible to the customer and STAFF; for anyone else it does not exist. */
export type Payment = {
  __typename?: 'Payment';
  /** The order's total. */
  amount: Money;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Why it was declined: INSUFFICIENT_FUNDS, CURRENCY_NOT_SUPPORTED (the wallet is in another one), or DECLINED_BY_PROVIDER. */
  declineCode: Maybe<Scalars['String']['output']>;
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** The order that it pays for. An order has one payment. */
  orderId: Scalars['ID']['output'];
  /** Its current status. */
  status: PaymentStatus;
  /** When its status last changed. */
  updatedAt: Scalars['DateTime']['output'];
};

/** The life of a payment. */
export type PaymentStatus =
  /** The money is held. */
  | 'AUTHORIZED'
  /** The money was taken. */
  | 'CAPTURED'
  /** Declined; nothing was held. `declineCode` has the reason. */
  | 'DECLINED'
  /** The money was refunded. */
  | 'REFUNDED'
  /** The hold was released. */
  | 'VOIDED';

export type Query = {
  __typename?: 'Query';
  /** The payment of an order. */
  paymentOfOrder: Maybe<Payment>;
};


export type QueryPaymentOfOrderArgs = {
  orderId: Scalars['ID']['input'];
};

export type User = {
  __typename?: 'User';
  id: Scalars['ID']['output'];
  /** Visible to the user and STAFF; FORBIDDEN for anyone else. Null when no money was ever put in. */
  wallet: Maybe<Wallet>;
};

/** A user's money in the shop. */
export type Wallet = {
  __typename?: 'Wallet';
  /** The amount that can be spent: balance - held, never below 0. */
  available: Money;
  /** All the money, held or not. */
  balance: Money;
  /** The changes of the wallet, newest first. */
  entries: WalletEntryConnection;
  /** Authorised but not captured yet. */
  held: Money;
};


/** A user's money in the shop. */
export type WalletEntriesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A change of a wallet. */
export type WalletEntry = {
  __typename?: 'WalletEntry';
  /** The actor: a user's id, or a service's name; null for entries from before actors were recorded. */
  actor: Maybe<Scalars['String']['output']>;
  /** The amount that was put in, held, paid, released or refunded; always above zero. */
  amount: Money;
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** The wallet's balance after the change. */
  balanceAfter: Money;
  /** UUIDv7. */
  id: Scalars['ID']['output'];
  /** What happened. */
  kind: WalletEntryKind;
  /** The order's id, or the idempotency key of a top-up. */
  reference: Scalars['String']['output'];
};

/** A page of a wallet's entries. */
export type WalletEntryConnection = {
  __typename?: 'WalletEntryConnection';
  /** The entries with their cursors. */
  edges: Array<WalletEntryEdge>;
  /** The entries. */
  nodes: Array<WalletEntry>;
  /** Where the page stands. */
  pageInfo: PageInfo;
  /** How many there are on all pages. */
  totalCount: Scalars['Int']['output'];
};

/** An entry in a page. */
export type WalletEntryEdge = {
  __typename?: 'WalletEntryEdge';
  /** Opaque; for `after`. */
  cursor: Scalars['String']['output'];
  /** The entry. */
  node: WalletEntry;
};

/** The kind of a change of a wallet. */
export type WalletEntryKind =
  /** Held money was paid. */
  | 'CAPTURE'
  /** Money was set aside for an order. */
  | 'HOLD'
  /** Paid money was refunded. */
  | 'REFUND'
  /** Money was put in. */
  | 'TOP_UP'
  /** Held money was released. */
  | 'VOID';



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
  Payment: Payment;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decimal: ResolverTypeWrapper<Scalars['Decimal']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Payment: ResolverTypeWrapper<PaymentModel>;
  PaymentStatus: PaymentStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  User: ResolverTypeWrapper<Omit<User, 'wallet'> & { wallet?: Maybe<ResolversTypes['Wallet']> }>;
  Wallet: ResolverTypeWrapper<WalletModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  WalletEntry: ResolverTypeWrapper<WalletEntryModel>;
  WalletEntryConnection: ResolverTypeWrapper<EntriesPageModel>;
  WalletEntryEdge: ResolverTypeWrapper<Omit<WalletEntryEdge, 'node'> & { node: ResolversTypes['WalletEntry'] }>;
  WalletEntryKind: WalletEntryKind;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  DateTime: Scalars['DateTime']['output'];
  Decimal: Scalars['Decimal']['output'];
  Money: MoneyModel;
  String: Scalars['String']['output'];
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Payment: PaymentModel;
  Query: Record<PropertyKey, never>;
  User: Omit<User, 'wallet'> & { wallet?: Maybe<ResolversParentTypes['Wallet']> } | FederationReferenceTypes['User'];
  Wallet: WalletModel;
  Int: Scalars['Int']['output'];
  WalletEntry: WalletEntryModel;
  WalletEntryConnection: EntriesPageModel;
  WalletEntryEdge: Omit<WalletEntryEdge, 'node'> & { node: ResolversParentTypes['WalletEntry'] };
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
  authorizePayment: Resolver<ResolversTypes['Payment'], ParentType, ContextType, RequireFields<MutationAuthorizePaymentArgs, 'amount' | 'orderId' | 'userId'>>;
  capturePayment: Resolver<ResolversTypes['Payment'], ParentType, ContextType, RequireFields<MutationCapturePaymentArgs, 'orderId'>>;
  refundPayment: Resolver<ResolversTypes['Payment'], ParentType, ContextType, RequireFields<MutationRefundPaymentArgs, 'orderId'>>;
  topUpWallet: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType, RequireFields<MutationTopUpWalletArgs, 'amount' | 'idempotencyKey' | 'userId'>>;
  voidPayment: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<MutationVoidPaymentArgs, 'orderId'>>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  orderId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  paymentOfOrder: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentOfOrderArgs, 'orderId'>>;
};

export type UserResolvers<ContextType = Context, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  wallet?: Resolver<Maybe<ResolversTypes['Wallet']>, ParentType, ContextType>;
};

export type WalletResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Wallet'] = ResolversParentTypes['Wallet']> = {
  available?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  balance?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  entries?: Resolver<ResolversTypes['WalletEntryConnection'], ParentType, ContextType, Partial<WalletEntriesArgs>>;
  held?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type WalletEntryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WalletEntry'] = ResolversParentTypes['WalletEntry']> = {
  actor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  balanceAfter?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['WalletEntryKind'], ParentType, ContextType>;
  reference?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type WalletEntryConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WalletEntryConnection'] = ResolversParentTypes['WalletEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['WalletEntryEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['WalletEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type WalletEntryEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['WalletEntryEdge'] = ResolversParentTypes['WalletEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['WalletEntry'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  DateTime?: GraphQLScalarType;
  Decimal?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  User?: UserResolvers<ContextType>;
  Wallet?: WalletResolvers<ContextType>;
  WalletEntry?: WalletEntryResolvers<ContextType>;
  WalletEntryConnection?: WalletEntryConnectionResolvers<ContextType>;
  WalletEntryEdge?: WalletEntryEdgeResolvers<ContextType>;
};

