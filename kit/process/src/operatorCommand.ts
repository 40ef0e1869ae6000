import { userInfo } from 'node:os';
import { OperatorError } from '@holdfast/kit-base/errors';

/**
 * Runs an operator's command. Prints an OperatorError in one line on standard error and sets exit code 1.
 * Throws any other error, which is a defect.
 * @param name the start of that line, such as `inventory:verify`.
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

/** Returns the actor of a command for the audit trail: `operator:` and the account on this machine. */
export function operatorName(): string {
  return `operator:${accountName()}`;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // The user id has no name, as in a container.
    return String(process.getuid?.() ?? 'unknown');
  }
}
