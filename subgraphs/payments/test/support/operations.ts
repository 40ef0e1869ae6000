/** The operations that the API tests send. */
const PAYMENT = '{ id orderId amount { amount currency } status declineCode createdAt updatedAt }';
const WALLET =
  '{ balance { amount currency } held { amount } available { amount } entries { totalCount nodes { kind reference } } }';

export const operations = {
  AUTHORIZE: `mutation ($orderId: ID!, $userId: ID!, $amount: MoneyInput!) {
  authorizePayment(orderId: $orderId, userId: $userId, amount: $amount) ${PAYMENT}
}`,
  CAPTURE: `mutation ($orderId: ID!) { capturePayment(orderId: $orderId) ${PAYMENT} }`,
  VOID: `mutation ($orderId: ID!) { voidPayment(orderId: $orderId) ${PAYMENT} }`,
  REFUND: `mutation ($orderId: ID!) { refundPayment(orderId: $orderId) ${PAYMENT} }`,
  PAYMENT_OF_ORDER: `query ($orderId: ID!) { paymentOfOrder(orderId: $orderId) ${PAYMENT} }`,
  TOP_UP: `mutation ($userId: ID!, $amount: MoneyInput!, $key: ID!) {
  topUpWallet(userId: $userId, amount: $amount, idempotencyKey: $key) ${WALLET}
}`,
  // Entities, as a gateway queries them. The variable `of` holds the representations.
  WALLETS: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id wallet ${WALLET} } } }`,
  PAYMENTS: `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Payment ${PAYMENT} } }`,
  ENTRIES: `query ($of: [_Any!]!, $first: Int, $after: String) {
  _entities(representations: $of) { ... on User { wallet { entries(first: $first, after: $after) {
    totalCount
    edges { cursor node { id } }
    nodes { id kind reference at amount { amount currency } balanceAfter { amount } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } } } }
}`,
};
