import type { Reply } from '@holdfast/kit-http/transport';

export interface Probes {
  /** Probes until the subgraph answers. */
  start(): void;
  stop(): void;
}

export interface ProbesOptions {
  /** Sends the subgraph the smallest query there is. */
  readonly ask: (timeout: number) => Promise<Reply>;
  readonly answered: () => void;
  /** The milliseconds between two probes. */
  readonly interval: number;
}

/** The timeout of one probe, in milliseconds. */
const TIMEOUT = 1_000;

/**
 * Probes whether a failed subgraph is back, apart from client requests: a client whose request served as the
 * probe would wait for a subgraph that hangs.
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
