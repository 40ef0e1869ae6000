import { checkCommand } from './commands/check.ts';
import type { Command, Context } from './commands/command.ts';
import { composeCommand } from './commands/compose.ts';
import { diffCommand } from './commands/diff.ts';
import { UsageError } from './usageError.ts';

/** Every command, in the order of the help. A command is one file in `commands/`. */
const COMMANDS: readonly Command[] = [composeCommand, checkCommand, diffCommand];

/**
 * Runs one command line, such as `['check', '--strict']`.
 * @returns the exit code: 0 fine; 1 somebody breaks, or something is not as it has to be; 2 called or configured wrongly.
 */
export async function runCli(
  argv: readonly string[],
  context: Context & { readonly err: (text: string) => void },
): Promise<number> {
  try {
    return await dispatch(argv, context);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    context.err(`schema: ${error.message}\n`);
    return 2;
  }
}

async function dispatch([name, ...rest]: readonly string[], context: Context): Promise<number> {
  if (name === undefined) throw new UsageError('which command? See help');
  if (name === 'help' || name === '--help' || name === '-h') {
    context.out(help(rest));
    return 0;
  }
  const command = find(name);
  const asked = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
  if (asked.includes('--help') || asked.includes('-h')) {
    context.out(`${command.help}\n`);
    return 0;
  }
  return command.run(rest, context);
}

function find(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (!command) throw new UsageError(`there is no command ${JSON.stringify(name)}: see help`);
  return command;
}

function help(names: readonly string[]): string {
  if (names.length > 0) return `${names.map((name) => find(name).help).join('\n\n')}\n`;
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: npm run schema -- COMMAND [options]

${lines.join('\n')}
  ${'help'.padEnd(width)}  this list; help COMMAND for its options

Every command takes --config FILE (default: schema/config.json here).
Exit codes: 0 fine; 1 somebody breaks, or something is not as it has to be; 2 called or configured wrongly.
`;
}
