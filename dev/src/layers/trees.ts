/**
 * The folders of a source tree in layers, the highest first: a folder imports only from lower layers, types
 * included.
 */
export interface Tree {
  /** The folder, relative to the repository. */
  readonly root: string;
  /** Names of folders directly below `root`. `.` stands for the files of `root` itself. */
  readonly layers: readonly (readonly string[])[];
  /** The prefix of the package names, where the folders are packages. */
  readonly packages?: string;
}

export const TREES: readonly Tree[] = [
  {
    root: 'kit',
    packages: '@holdfast/kit-',
    layers: [
      ['subgraph'],
      ['mongo'],
      ['events'],
      ['http', 'postgres', 'process'],
      ['graphql', 'telemetry', 'values'],
      ['base'],
    ],
  },
  {
    root: 'gateway/src',
    layers: [
      ['.'],
      ['plugins'],
      ['fastPath'],
      ['graph', 'subscriptions'],
      ['security'],
      ['execution'],
      ['overrides'],
      ['planning', 'subgraphs', 'telemetry', 'traffic'],
      ['http', 'operation', 'reloading', 'supergraph', 'workers'],
    ],
  },
  {
    root: 'gateway/src/planning',
    layers: [['thread'], ['.'], ['correct'], ['prove'], ['model']],
  },
  {
    root: 'subgraphs/users/src',
    layers: [
      ['.'],
      ['passwords', 'registration', 'staff', 'upgrade'],
      ['sessions'],
      ['addresses', 'credentials'],
      ['limits', 'tokens'],
      ['accounts'],
      ['database'],
    ],
  },
  {
    root: 'subgraphs/products/src',
    layers: [
      ['.'],
      ['categoryDeletion', 'services'],
      ['products'],
      ['stock'],
      ['lists'],
      ['categories'],
      ['slugs'],
      ['database'],
      ['domain'],
    ],
  },
  {
    root: 'subgraphs/orders/src',
    layers: [
      ['.'],
      ['checkout', 'fulfillment', 'operator'],
      ['saga'],
      ['carrier', 'orders'],
      ['database'],
      ['domain'],
    ],
  },
  {
    root: 'subgraphs/inventory/src',
    layers: [
      ['.'],
      ['lowStock', 'reservations', 'verification'],
      ['availability', 'stock', 'warehouses'],
      ['ledger'],
      ['database'],
    ],
  },
  {
    root: 'subgraphs/inventory/src/reservations',
    layers: [['.'], ['commandQueue'], ['expiry'], ['queries'], ['domain']],
  },
  {
    root: 'subgraphs/payments/src',
    layers: [['.'], ['verification'], ['provider'], ['payments', 'wallets'], ['ledger']],
  },
  {
    root: 'subgraphs/reports/src',
    layers: [['.', 'operator'], ['status'], ['rebuild'], ['audit', 'sales']],
  },
  { root: 'workers/notifications/src', layers: [['.'], ['mailer', 'queries'], ['mails']] },
];
