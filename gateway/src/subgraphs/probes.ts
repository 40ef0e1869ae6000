import type { Reply } from '@holdfast/kit-http/transport';

export interface Probes {
  /** Begins to ask, until the subgraph answers. */
  start(): void;
  stop(): void;
}

export interface ProbesOptions {
  /** Asks the subgraph for the least that it can answer. */
  readonly ask: (timeout: number) => Promise<Reply>;
  readonly answered: () => void;
  /** Milliseconds between two probes. */
  readonly interval: number;
}

/** Milliseconds that one probe waits. */
const TIMEOUT = 1_000;

/**
 * Asks a subgraph that failed whether it is back, beside the requests of clients: were one of those the probe, its client
 * would wait for a subgraph that hangs.
 */
export function createProbes({ ask, answered, interval }: ProbesOptions): Probes {
  let timer: NodeJS.Timeout | undefined;
  let running = 0;

  const again = (run: number) => {
    timer = setTimeout(() => void probe(run), interval);
    timer.unref();
  };
  const probe = async (run: number) => {
    const isBack = await ask(TIMEOUT).then(
      ({ status }) => status < 500,
      () => false,
    );
    if (run !== running) return;
    if (isBack) answered();
    else again(run);
  };
  return {
    start() {
      clearTimeout(timer);
      again(++running);
    },
    stop() {
      clearTimeout(timer);
      running++;
    },
  };
}
