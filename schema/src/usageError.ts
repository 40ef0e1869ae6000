/**
 * Thrown when the command line or the configuration is wrong. The message is one line; the exit code is 2.
 */
export class UsageError extends Error {
  override name = 'UsageError';
}
