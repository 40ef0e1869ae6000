/**
 * A queue of jobs from many clients for one worker. The next job is of the client that has used the least
 * time.
 */
export interface FairQueue<Job> {
  /**
   * @returns false when the client already has as many jobs in the queue as it may. A job that it has there
   * is not added again.
   */
  put(client: string, job: Job): boolean;
  take(): Turn<Job> | undefined;
}

export interface Turn<Job> {
  readonly job: Job;
  /** Ends the job. @param milliseconds the time that the client is charged for. */
  end(milliseconds: number): void;
}

interface Waiting<Job> {
  readonly jobs: Set<Job>;
  /** The milliseconds that the client has used since it came; it is forgotten once it has no jobs left. */
  spent: number;
  running: number;
}

/** @param perClient how many jobs of one client may wait. */
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
