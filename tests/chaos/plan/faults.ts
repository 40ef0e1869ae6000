/** Plans what breaks, and when. */
import { LINKS } from '../shop/links.ts';
import type { Random } from './random.ts';

/** A fault as it was inflicted. */
export interface Inflicted {
  readonly fault: Fault;
  readonly from: Date;
  /** Null until the fault has been repaired. */
  to: Date | null;
}

export function describeFault({ fault, from, to }: Inflicted): string {
  const time = to && fault.lasts > 0 ? ` for ${to.getTime() - from.getTime()} ms` : '';
  return `${from.toISOString().slice(11, 23)} ${fault.kind} ${fault.target}${time}`;
}

const SUBGRAPHS = ['users', 'products', 'orders', 'inventory', 'payments', 'reports'] as const;
const SERVICES = ['gateway', ...SUBGRAPHS, 'notifications'] as const;
/** Whose connections are ended: those of one service to its database, or all those to the event bus. */
const CONNECTED = ['inventory', 'payments', 'reports', 'notifications', 'events'] as const;
const SERVERS = ['PostgreSQL', 'MongoDB of users', 'MongoDB of products', 'MongoDB of orders'] as const;

interface Moment {
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** Milliseconds until the fault is repaired; 0 for a target that recovers by itself. */
  readonly lasts: number;
}

export type Fault = Moment &
  (
    | { readonly kind: 'kill' | 'freeze'; readonly target: (typeof SERVICES)[number] }
    | { readonly kind: 'crash' | 'pause'; readonly target: (typeof SERVERS)[number] }
    | { readonly kind: 'terminate'; readonly target: (typeof CONNECTED)[number] }
    | { readonly kind: 'cut' | 'lose' | 'refuse' | 'stall'; readonly target: string }
    | { readonly kind: 'delay'; readonly target: string; readonly by: number }
  );

/** Milliseconds. */
const PAUSE = { from: 200, to: 1_200 } as const;
/**
 * Milliseconds without faults before the end, and after each fault of the same target; three times as long at
 * the start.
 */
const QUIET = 300;
const LONGEST = 4_000;
/** Milliseconds that the supervisor and the process need for a restart. */
const RESTART: Partial<Record<Fault['kind'], number>> = { kill: 1_500, crash: 2_500 };

export function planFaults(random: Random, length: number): Fault[] {
  const faults: Fault[] = [];
  const busy = new Map<string, number>();
  for (let at = QUIET * 3; at < length - QUIET; at += random.between(PAUSE.from, PAUSE.to)) {
    const fault = planFault(random, at, Math.min(LONGEST, length - QUIET - at));
    // A target that is still broken is left alone.
    if ((busy.get(fault.target) ?? 0) > at) continue;
    busy.set(fault.target, at + Math.max(fault.lasts, RESTART[fault.kind] ?? 0) + QUIET);
    faults.push(fault);
  }
  return faults;
}

function planFault(random: Random, at: number, most: number): Fault {
  const dice = random.next();
  const lasts = Math.min(most, random.between(200, LONGEST));
  if (dice < 0.2) return { kind: 'kill', target: random.of([...SERVICES, 'orders']), at, lasts: 0 };
  if (dice < 0.28) return { kind: 'freeze', target: random.of([...SERVICES, 'orders']), at, lasts };
  if (dice < 0.34) return { kind: 'crash', target: random.of(SERVERS), at, lasts: 0 };
  if (dice < 0.39) return { kind: 'pause', target: random.of(SERVERS), at, lasts };
  if (dice < 0.47) return { kind: 'terminate', target: random.of([...CONNECTED, 'events']), at, lasts: 0 };
  const target = random.of(LINKS);
  const kind = random.of(['cut', 'lose', 'lose', 'refuse', 'stall', 'delay'] as const);
  if (kind === 'cut') return { kind, target, at, lasts: 0 };
  if (kind === 'delay') return { kind, target, at, lasts, by: random.between(10, 800) };
  return { kind, target, at, lasts: Math.min(lasts, 2_500) };
}
