import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { shownPath } from '../paths.ts';
import { UsageError } from '../usageError.ts';
import type { Rule } from './rule.ts';

export type Severity = 'off' | 'warn' | 'error';

/** A rule as the rules file sets it. */
export interface RuleSetting {
  readonly rule: Rule;
  readonly severity: Severity;
  /** The rule's own options. */
  readonly options: unknown;
  /** By coordinate, the reason why the rule does not apply there. A `*` stands for any characters. */
  readonly except: Readonly<Record<string, string>>;
}

const severity = z.enum(['off', 'warn', 'error']);

/** The options that every rule has. */
const common = z
  .looseObject({
    severity,
    /** The reason for the setting, because JSON has no comments. */
    why: z.string().min(1).optional(),
    except: z.record(z.string().min(1), z.string().min(1, 'an exception needs a reason')).default({}),
  })
  .transform(({ severity: level, why: _, except, ...rest }) => ({ severity: level, except, rest }));

/**
 * Reads a rules file. A rule that it does not name is a warning with default options, so that a new rule is
 * noticed; without a rules file, all rules are.
 * @throws UsageError, in one line, when the file cannot be read, names an unknown rule, or sets an option
 *   wrongly.
 */
export async function readRules(
  path: string | undefined,
  rules: readonly Rule[],
  cwd: string,
): Promise<RuleSetting[]> {
  const shown = path === undefined ? '' : shownPath(path, cwd);
  const given = path === undefined ? {} : await readObject(path, shown);
  for (const name of Object.keys(given)) {
    if (!rules.some((rule) => rule.name === name))
      throw new UsageError(
        `${shown}: unknown rule ${JSON.stringify(name)}: the rules are ${rules.map((rule) => rule.name).join(', ')}`,
      );
  }
  return rules.map((rule) => settingOf(rule, given[rule.name] ?? 'warn', shown));
}

async function readObject(path: string, shown: string): Promise<Record<string, unknown>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${shown}: the rules cannot be read`);
  });
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text, shown));
  if (!parsed.success) throw new UsageError(`${shown}: not a JSON object of rules`);
  return parsed.data;
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function settingOf(rule: Rule, given: unknown, shown: string): RuleSetting {
  const whole = typeof given === 'string' ? { severity: given } : given;
  const { severity: level, except, rest } = read(common, whole);
  return { rule, severity: level, options: read(rule.options, rest), except };

  function read<S extends z.ZodType>(shape: S, value: unknown): z.infer<S> {
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const at = [rule.name, ...(issue?.path ?? [])].map(String).join('.');
    throw new UsageError(`${shown}: ${at}: ${issue?.message}`);
  }
}
