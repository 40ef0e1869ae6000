/** The command was called wrongly, or its configuration is wrong. One line for whoever called; the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
