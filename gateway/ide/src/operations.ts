/** The context of an example when it is opened. */
export interface ExampleContext {
  /** Returns a new idempotency key at each call. */
  newIdempotencyKey(): string;
  /** The last order placed in this browser tab, without rejected ones. */
  readonly lastOrderId: string | undefined;
}

/** A ready-made operation. A click opens it in its own tab. */
export interface Example {
  readonly id: string;
  readonly title: string;
  /** One sentence that says what running it shows. */
  readonly sentence: string;
  readonly needsSignIn: boolean;
  /** The operation's name, which is its tab's title too. */
  readonly operationName: string;
  readonly query: string;
  readonly variables: (context: ExampleContext) => Readonly<Record<string, unknown>> | undefined;
}

/** The ids that the demo data gives its first products. */
const DEMO_1 = '01936f00-0000-7000-8000-000000000001';
const DEMO_2 = '01936f00-0000-7000-8000-000000000002';

const SHIPPING_ADDRESS = {
  recipient: 'Alice Example',
  line1: '1 Harbour Street',
  city: 'Lisbon',
  postalCode: '1100-001',
  country: 'PT',
};

const logIn: Example = {
  id: 'log-in',
  title: 'Log in as Alice',
  sentence: 'The page keeps the access token for this browser tab and sends it from then on.',
  needsSignIn: false,
  operationName: 'LogIn',
  query: /* GraphQL */ `mutation LogIn {
  login(
    email: "alice@demo.test"
    password: "holdfast-demo"
  ) {
    user {
      id
      name
    }
    accessToken
  }
}
`,
  variables: () => undefined,
};

const browse: Example = {
  id: 'browse',
  title: 'Browse the shop',
  sentence: 'Catalogue, live stock and sellers: three subgraphs in one list. Anyone may ask.',
  needsSignIn: false,
  operationName: 'Browse',
  query: /* GraphQL */ `query Browse($first: Int!) {
  products(first: $first) {
    totalCount
    nodes {
      name
      sku
      price {
        amount
        currency
      }
      available
      seller {
        name
      }
    }
  }
}
`,
  variables: () => ({ first: 12 }),
};

const whoAmI: Example = {
  id: 'who-am-i',
  title: 'Who am I',
  sentence:
    'The signed-in user, their addresses, and their wallet from another service; null when anonymous.',
  needsSignIn: true,
  operationName: 'WhoAmI',
  query: /* GraphQL */ `query WhoAmI {
  me {
    id
    name
    email
    addresses {
      id
      label
      isDefault
      address {
        city
        country
      }
    }
    wallet {
      available {
        amount
        currency
      }
    }
  }
}
`,
  variables: () => undefined,
};

const placeOrder: Example = {
  id: 'place-order',
  title: 'Place an order',
  sentence:
    'Reserves stock, takes the money, ships. Run it twice: the same key gives the same order, replayed.',
  needsSignIn: true,
  operationName: 'PlaceOrder',
  query: /* GraphQL */ `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    replayed
    order {
      id
      number
      status
      total {
        amount
        currency
      }
      rejection {
        code
        message
      }
      saga {
        status
        steps {
          name
          status
        }
      }
    }
  }
}
`,
  variables: ({ newIdempotencyKey }) => ({
    input: {
      idempotencyKey: newIdempotencyKey(),
      lines: [
        { productId: DEMO_1, quantity: 1 },
        { productId: DEMO_2, quantity: 2 },
      ],
      shippingAddress: SHIPPING_ADDRESS,
    },
  }),
};

const oneQuery: Example = {
  id: 'five-subgraphs',
  title: 'One query, five subgraphs',
  sentence: 'Your last order: orders, users, products, inventory and payments, each from its own database.',
  needsSignIn: true,
  operationName: 'FiveSubgraphs',
  query: /* GraphQL */ `query FiveSubgraphs($id: ID!) {
  order(id: $id) {
    status
    customer {
      name
    }
    lines {
      product {
        name
        available
      }
      unitPrice {
        amount
      }
    }
    reservation {
      status
      expiresAt
    }
    payment {
      status
    }
    saga {
      status
      steps {
        name
        status
      }
    }
  }
}
`,
  variables: ({ lastOrderId }) => ({
    id: lastOrderId ?? 'place an order first',
  }),
};

const tooLittleStock: Example = {
  id: 'too-little-stock',
  title: 'Too little stock',
  sentence: 'Asks for 1000 units of one product: REJECTED with its reason, and nothing is held.',
  needsSignIn: true,
  operationName: 'TooLittleStock',
  query: /* GraphQL */ `mutation TooLittleStock($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      id
      status
      rejection {
        code
        message
        shortages {
          requested
          available
        }
      }
    }
  }
}
`,
  variables: ({ newIdempotencyKey }) => ({
    input: {
      idempotencyKey: newIdempotencyKey(),
      lines: [{ productId: DEMO_1, quantity: 1000 }],
      shippingAddress: SHIPPING_ADDRESS,
    },
  }),
};

const followOrder: Example = {
  id: 'follow-order',
  title: 'Follow your last order',
  sentence: 'Its state now, and again at every change, until you stop: cancel it in another tab, and see.',
  needsSignIn: true,
  operationName: 'FollowOrder',
  query: /* GraphQL */ `subscription FollowOrder($id: ID!) {
  orderUpdated(id: $id) {
    status
    updatedAt
    lines {
      product {
        name
        available
      }
    }
    saga {
      status
    }
    payment {
      status
    }
  }
}
`,
  variables: ({ lastOrderId }) => ({
    id: lastOrderId ?? 'place an order first',
  }),
};

export const EXAMPLES: readonly Example[] = [
  logIn,
  browse,
  whoAmI,
  placeOrder,
  oneQuery,
  followOrder,
  tooLittleStock,
];

/** Returns the text of the Variables editor for an example: JSON, or empty when it takes no variables. */
export function variablesText(example: Example, context: ExampleContext): string {
  const variables = example.variables(context);
  return variables === undefined ? '' : JSON.stringify(variables, null, 2);
}
