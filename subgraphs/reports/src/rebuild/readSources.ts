/** The sources of a rebuild: pages of the orders and products services, which recognize the caller `reports`. */
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { OrdersToReportDocument, type OrdersToReportQuery } from '../generated/orders.ts';
import { type ProductStatus, ProductsToReportDocument } from '../generated/products.ts';
import { requireMoney } from '../sales/domain.ts';
import type { OrderWithHistory, Sources } from './rebuild.ts';

/** Milliseconds for one page. */
const TIMEOUT = 30_000;
/** The service calls as itself, for no user. */
const AS_SERVICE = { user: null, timeout: TIMEOUT } as const;

const STATUSES: readonly ProductStatus[] = ['ACTIVE', 'ARCHIVED', 'DRAFT'];

export function createSources(services: {
  readonly orders: ServiceClient;
  readonly products: ServiceClient;
}): Sources {
  return {
    async *products() {
      for (const status of STATUSES) {
        yield* pages(async (after) => {
          const { products } = await services.products.call(
            ProductsToReportDocument,
            { status, after },
            AS_SERVICE,
          );
          const page = required('products', products);
          const nodes = page.nodes.map(({ category, ...rest }) => ({
            ...rest,
            categoryId: category?.id ?? null,
          }));
          return { ...page, nodes };
        });
      }
    },
    orders: () =>
      pages(async (after) => {
        const { orders } = await services.orders.call(OrdersToReportDocument, { after }, AS_SERVICE);
        const page = required('orders', orders);
        return { ...page, nodes: page.nodes.map(toOrder) };
      }),
  };
}

type OrderNode = NonNullable<OrdersToReportQuery['orders']>['nodes'][number];

function toOrder({ id, status, customer, placedAt, total, lines, history }: OrderNode): OrderWithHistory {
  return {
    id,
    status,
    customerId: required(`the customer of order ${id}`, customer).id,
    placedAt: new Date(placedAt),
    total: requireMoney(total),
    lines: lines.map(({ unitPrice, ...line }) => ({ ...line, unitPrice: requireMoney(unitPrice) })),
    history: history.map(({ at, ...change }) => ({ ...change, at: new Date(at) })),
  };
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function* pages<Node>(
  read: (after: string | null) => Promise<Page<Node>>,
): AsyncGenerator<readonly Node[]> {
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo }: Page<Node> = await read(after);
    if (nodes.length > 0) yield nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}

function required<T>(what: string, value: T | null): T {
  if (value === null) throw new Error(`The service did not return ${what}.`);
  return value;
}
