/** What a database server's process is to the one who runs it. */
export interface ServerProcess {
  readonly pid: number | undefined;
  /** Resolves when the process ended, wanted or not. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** A database server that can be made to crash, and started again on the same data: for tests. */
export interface Restartable {
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  /** Ends it with a signal that leaves it no time; resolves when the process is gone. It stays away until `startAgain`. */
  crash(): Promise<void>;
  /** Starts it on the same data and the same port, and waits until it is ready. */
  startAgain(): Promise<void>;
  /** Rejects when it ended without being asked to. */
  readonly failed: Promise<never>;
  /** Ends it in order, for good. */
  stop(): Promise<void>;
}

/**
 * @param start starts the server's process, and waits until it is ready.
 * @param describe what is said when it ended by itself.
 */
export async function restartable(
  start: () => Promise<ServerProcess>,
  describe: (how: unknown) => string,
): Promise<Restartable> {
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  let current = await start();
  let wanted = true;
  const watch = (server: ServerProcess) => {
    void server.ended.then((how) => {
      if (wanted && server === current) reject(new Error(describe(how)));
    });
  };
  watch(current);
  return {
    get pid() {
      return current.pid;
    },
    failed,
    crash: async () => {
      wanted = false;
      current.kill('SIGKILL');
      await current.ended;
    },
    startAgain: async () => {
      current = await start();
      wanted = true;
      watch(current);
    },
    stop: async () => {
      wanted = false;
      await current.stop();
    },
  };
}
