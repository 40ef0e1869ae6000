import type { Monotonic } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Reply } from '@holdfast/kit-http/transport';
import { type Breaker, createBreaker } from './breaker.ts';
import { createProbes } from './probes.ts';

export interface Circuit extends Pick<Breaker, 'state' | 'admit' | 'settle'> {
  /** Asks no more whether the subgraph is back. */
  end(): void;
}

export interface CircuitOptions {
  /** The subgraph's name. */
  readonly name: string;
  /** Asks the subgraph for the least that it can answer, for so many milliseconds. */
  readonly ping: (timeout: number) => Promise<Reply>;
  /** Milliseconds between two probes. */
  readonly probeInterval: number;
  readonly now: Monotonic;
  readonly log: Log;
}

/** A breaker with the probes that find out whether an open one may be closed, told of in the log. */
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
