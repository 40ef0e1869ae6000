/** What waits to be done for many clients by one worker: next comes the client that has been given the least time. */
export interface FairQueue<Job> {
  /** @returns false when as much waits for this client as may. A job that waits for it already is put once. */
  put(client: string, job: Job): boolean;
  take(): Turn<Job> | undefined;
}

export interface Turn<Job> {
  readonly job: Job;
  /** To be called at its end. @param milliseconds that the client is charged with. */
  end(milliseconds: number): void;
}

interface Waiting<Job> {
  readonly jobs: Set<Job>;
  /** Milliseconds that it has had since it came; it is forgotten when nothing of it is left. */
  spent: number;
  running: number;
}

/** @param perClient how many jobs may wait for one client. */
export function createFairQueue<Job>(perClient: number): FairQueue<Job> {
  const clients = new Map<string, Waiting<Job>>();
  return {
    put(client, job) {
      const waiting = clients.get(client) ?? { jobs: new Set(), spent: 0, running: 0 };
      if (waiting.jobs.size >= perClient && !waiting.jobs.has(job)) return false;
      waiting.jobs.add(job);
      clients.set(client, waiting);
      return true;
    },
    take() {
      let least: [string, Waiting<Job>] | undefined;
      for (const entry of clients)
        if (entry[1].jobs.size > 0 && (!least || entry[1].spent < least[1].spent)) least = entry;
      if (!least) return undefined;
      const [client, waiting] = least;
      const [job] = waiting.jobs;
      if (job === undefined) return undefined;
      waiting.jobs.delete(job);
      waiting.running++;
      return {
        job,
        end(milliseconds) {
          waiting.spent += milliseconds;
          waiting.running--;
          if (waiting.jobs.size === 0 && waiting.running === 0) clients.delete(client);
        },
      };
    },
  };
}
