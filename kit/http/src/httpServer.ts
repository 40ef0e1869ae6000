/** A server that can be started and stopped. */
export interface HttpServer {
  /** @param port 0 for any free one. @returns the base URL. */
  listen(address: { host: string; port: number }): Promise<string>;
  /** Finishes what runs, then closes. */
  close(): Promise<void>;
}
