import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from '../usageError.ts';

/** The parts of the process that a command may use. */
export interface Context {
  /** The folder to which relative paths are relative, on the command line and in reports. */
  readonly cwd: string;
  /** Writes a text to standard output unchanged. */
  readonly out: (text: string) => void;
  /** Reads standard input to its end; undefined when there is none. */
  readonly stdin?: () => Promise<string>;
}

/** The exit code of success. */
export const FINE = 0;
/** The exit code when an operation breaks or a check fails. A UsageError exits with 2. */
export const REFUSED = 1;

export type Options = NonNullable<ParseArgsConfig['options']>;

type Values<O extends Options> = ReturnType<
  typeof parseArgs<{ options: O; strict: true; allowPositionals: true }>
>['values'];

interface Definition<O extends Options> {
  readonly name: string;
  /** The line in the list of commands. */
  readonly summary: string;
  /** The text of `help NAME`: the usage line, then every option with its default, then the exit codes. */
  readonly help: string;
  readonly options: O;
  /** The least and the greatest number of arguments besides options. */
  readonly positionals: readonly [least: number, most: number];
  /** @returns the exit code. @throws UsageError for one line on standard error, and exit code 2. */
  readonly run: (
    args: { readonly values: Values<O>; readonly positionals: readonly string[] },
    context: Context,
  ) => Promise<number>;
}

/** A command without the types of its options. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** @throws UsageError when the command does not accept the arguments. */
  readonly run: (argv: readonly string[], context: Context) => Promise<number>;
}

/** Creates a command from a definition that is typed by its options. */
export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const { name, summary, help, options, positionals: bounds } = definition;
  return {
    name,
    summary,
    help,
    run: (argv, context) => {
      const { values, positionals } = parse(name, options, argv);
      if (positionals.length < bounds[0] || positionals.length > bounds[1])
        throw new UsageError(`${name} takes ${count(bounds)}, not ${positionals.length}: see help ${name}`);
      return definition.run({ values, positionals }, context);
    },
  };
}

function parse<O extends Options>(name: string, options: O, argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // Node's text continues with how to pass a positional that begins with a dash, which is no help here.
    throw new UsageError(`${name}: ${error.message.split('. ')[0]}: see help ${name}`);
  }
}

function count([least, most]: readonly [number, number]): string {
  const arguments_ = most === 1 ? 'argument' : 'arguments';
  if (most === 0) return 'no arguments';
  return least === most ? `${most} ${arguments_}` : `${least} to ${most} ${arguments_}`;
}
