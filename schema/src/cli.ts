import { checkCommand } from './commands/check.ts';
import type { Command, Context } from './commands/command.ts';
import { composeCommand } from './commands/compose.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { lintCommand } from './commands/lint.ts';
import { operationsCommand } from './commands/operations.ts';
import { UsageError } from './usageError.ts';

/** All commands, in the order of the help; each is one file in `commands/`. */
const COMMANDS: readonly Command[] = [
  composeCommand,
  checkCommand,
  diffCommand,
  lintCommand,
  operationsCommand,
  explainCommand,
];

/**
 * Runs one command line, such as `['check', '--strict']`.
 * @returns the exit code: 0 success; 1 an operation breaks, or a check fails; 2 the command line or the
 *   configuration is wrong.
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
  if (name === undefined) throw new UsageError('no command was given: see help');
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
  if (!command) throw new UsageError(`unknown command ${JSON.stringify(name)}: see help`);
  return command;
}

function help(names: readonly string[]): string {
  if (names.length > 0) return `${names.map((name) => find(name).help).join('\n\n')}\n`;
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: npm run schema -- COMMAND [options]

${lines.join('\n')}
  ${'help'.padEnd(width)}  lists the commands; help COMMAND shows the options of one

Every command takes --config FILE (default: schema/config.json here).
Exit codes: 0 success; 1 an operation breaks, or a check fails; 2 the command line or the configuration is wrong.
`;
}
