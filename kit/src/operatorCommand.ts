import { OperatorError } from './errors.ts';

/**
 * Runs a command of the operator to its end. An OperatorError becomes one line on standard error, and exit code 1; anything
 * else is a defect, and thrown.
 * @param name what the line begins with: `inventory:verify`.
 */
export async function runOperatorCommand(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    process.stderr.write(`${name}: ${error.message}\n`);
    process.exitCode = 1;
  }
}
