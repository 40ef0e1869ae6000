import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Runs a program. @returns its standard output. @throws Error with the last 30 lines of its output. */
export async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { stdout } = await execute(command, args, { env, maxBuffer: 64 * 2 ** 20 }).catch((error) => {
    const output = [error.stdout, error.stderr].join('').trim().split('\n').slice(-30).join('\n');
    throw new Error(`${command} ${args.slice(0, 6).join(' ')} … failed:\n${output}`, { cause: error });
  });
  return stdout.trim();
}
