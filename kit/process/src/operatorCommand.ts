import { userInfo } from 'node:os';
import { OperatorError } from '@holdfast/kit-base/errors';

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

/** Who runs a command, for the audit trail: `operator:` and the account of this machine. */
export function operatorName(): string {
  return `operator:${accountName()}`;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // An id that the machine has no name for, as in a container.
    return String(process.getuid?.() ?? 'unknown');
  }
}
