/** A server that can be started and stopped. */
export interface HttpServer {
  /** Listens on an address; port 0 means any free port. @returns the base URL. */
  listen(address: { host: string; port: number }): Promise<string>;
  /** Finishes the running requests, then closes. */
  close(): Promise<void>;
}
