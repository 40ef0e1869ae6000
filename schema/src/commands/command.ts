import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';

/** What a command may know of the process that runs it. */
export interface Context {
  /** Where relative paths of the command line begin, and what shown paths are relative to. */
  readonly cwd: string;
  /** Writes to standard output, as it is. */
  readonly out: (text: string) => void;
}

/** Exit codes: fine; somebody breaks, or something is not as it has to be; called or configured wrongly. */
export const FINE = 0;
export const REFUSED = 1;

export type Options = NonNullable<ParseArgsConfig['options']>;

type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: true }>
>['values'];

interface Definition<O extends Options> {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `help NAME` shows: the usage line first, then every option with its default, then the exit codes. */
  readonly help: string;
  readonly options: O;
  /** How many arguments there may be beside options: at least, at most. */
  readonly positionals: readonly [least: number, most: number];
  /** @returns the exit code. @throws UsageError for one line on standard error, and exit code 2. */
  readonly run: (
    args: { readonly values: Values<O>; readonly positionals: readonly string[] },
    context: Context,
  ) => Promise<number>;
}

/** A command, whatever its options are. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** @throws UsageError when the arguments are not what the command takes. */
  readonly run: (argv: readonly string[], context: Context) => Promise<number>;
}

/** Makes a command from what is typed by its own options. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const { name, summary, help, options, positionals: bounds } = definition;
  return {
    name,
    summary,
    help,
    run: (argv, context) => {
      const { values, positionals } = parse(name, options, argv);
      if (positionals.length < bounds[0] || positionals.length > bounds[1])
        throw new UsageError(
          `${name} takes ${count(bounds)}, and ${positionals.length} came: see help ${name}`,
        );
      return definition.run({ values, positionals }, context);
    },
  };
}

function parse<O extends Options>(name: string, options: O, argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's own text goes on to explain how to pass a positional that begins with a dash, which nobody asked.
    throw new UsageError(`${name}: ${error.message.split('. ')[0]}: see help ${name}`);
  }
}

function count([least, most]: readonly [number, number]): string {
  const arguments_ = most === 1 ? 'argument' : 'arguments';
  if (most === 0) return 'no arguments';
  return least === most ? `${most} ${arguments_}` : `${least} to ${most} ${arguments_}`;
}
