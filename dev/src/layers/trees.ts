/** The folders of source trees in layers, the highest first: a folder imports only what stands in a lower layer, types too. */
export interface Tree {
  /** Relative to the repository. */
  readonly root: string;
  /** Names of folders directly below `root`. `.` is the files of `root` itself. */
  readonly layers: readonly (readonly string[])[];
  /** How the names of its packages begin, where the folders are packages. */
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
    root: 'subgraphs/payments/src',
    layers: [['.'], ['verification'], ['provider'], ['payments', 'wallets'], ['ledger']],
  },
  { root: 'workers/notifications/src', layers: [['.'], ['mailer', 'store'], ['mails']] },
];
