import type { Monotonic } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Reply } from '@holdfast/kit-http/transport';
import { type Breaker, createBreaker } from './breaker.ts';
import { createProbes } from './probes.ts';

export interface Circuit extends Pick<Breaker, 'state' | 'admit' | 'settle'> {
  /** Stops probing whether the subgraph is back. */
  end(): void;
}

export interface CircuitOptions {
  /** The subgraph's name. */
  readonly name: string;
  /** Sends the subgraph the smallest query there is, with a timeout in milliseconds. */
  readonly ping: (timeout: number) => Promise<Reply>;
  /** The milliseconds between two probes. */
  readonly probeInterval: number;
  readonly now: Monotonic;
  readonly log: Log;
}

/** Creates a breaker with probes, which find out when an open breaker may close. State changes are logged. */
export function createCircuit({ name, ping, probeInterval, now, log }: CircuitOptions): Circuit {
  const breaker = createBreaker({
    now,
    onChange(state) {
      if (state === 'open') {
        log.warn({ subgraph: name }, 'a subgraph failed too often: it is not asked until it is back');
        probes.start();
      }
      if (state === 'closed') log.info({ subgraph: name }, 'a subgraph is back');
    },
  });
  const probes = createProbes({ ask: ping, answered: breaker.probed, interval: probeInterval });
  return { state: breaker.state, admit: breaker.admit, settle: breaker.settle, end: probes.stop };
}
