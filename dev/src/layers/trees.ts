/** The folders of source trees in layers, the highest first: a folder imports only what stands in a lower layer, types too. */
export interface Tree {
  /** Relative to the repository. */
  readonly root: string;
  /** Names of folders directly below `root`. `.` is the files of `root` itself. */
  readonly layers: readonly (readonly string[])[];
}

export const TREES: readonly Tree[] = [
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
  { root: 'workers/notifications/src', layers: [['.'], ['mailer', 'store'], ['mails']] },
];
