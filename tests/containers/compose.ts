/** Reads compose files: the part of the format that the files of this repository use. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly args?: Readonly<Record<string, string>> };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
}

export type ComposeServices = Readonly<Record<string, ComposeService>>;

/**
 * Returns the services of a compose file, with its variables replaced.
 * @throws Error that names a variable with neither a value nor a default.
 */
export function readCompose(file: string, env: Readonly<Record<string, string>>): ComposeServices {
  return interpolate(readServices(file), env) as ComposeServices;
}

interface Extending extends ComposeService {
  readonly extends?: { readonly file: string; readonly service: string };
}

function readServices(file: string): ComposeServices {
  // Tags such as `!override` are ignored: everything but the environment is overridden here anyway.
  const { services } = parse(readFileSync(file, 'utf8'), { merge: true, logLevel: 'error' }) as {
    services: Record<string, Extending>;
  };
  const complete = Object.entries(services).map(([name, { extends: base, ...own }]) => {
    if (!base) return [name, own];
    const from = join(dirname(file), base.file);
    const extended = readServices(from)[base.service];
    if (!extended) throw new Error(`${from} has no service ${base.service}.`);
    const { build = extended.build, environment } = own;
    const context = build && relative(dirname(file), join(dirname(from), build.context));
    return [
      name,
      {
        ...{ ...extended, ...own },
        ...(build && { build: { ...build, context } }),
        environment: { ...extended.environment, ...environment },
      },
    ];
  });
  return Object.fromEntries(complete) as ComposeServices;
}

function interpolate(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolateText(value, env);
  if (Array.isArray(value)) return value.map((each) => interpolate(each, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, interpolate(each, env)]));
}

/**
 * Replaces `${NAME}`, `${NAME:-default}`, `${NAME:?what to do}`, and `$$` for `$`: the forms that the files
 * use.
 */
function interpolateText(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g,
    (whole, name?: string, how?: string, more = '') => {
      if (whole === '$$' || name === undefined) return '$';
      const value = env[name];
      if (value) return value;
      if (how === '-') return more;
      throw new Error(`${name} has no value: ${how === '?' ? more : 'a variable without a default'}`);
    },
  );
}
