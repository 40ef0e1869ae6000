import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** @returns what the program printed. @throws Error with what it said on standard error. */
export async function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const { stdout } = await execute(command, args, { env, maxBuffer: 64 * 2 ** 20 }).catch((error) => {
    const said = [error.stdout, error.stderr].join('').trim().split('\n').slice(-30).join('\n');
    throw new Error(`${command} ${args.slice(0, 6).join(' ')} … failed:\n${said}`, { cause: error });
  });
  return stdout.trim();
}
