import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Returns the environment that makes a service load a module of `tests/chaos` before its own. */
export function preload(file: string, env: Record<string, string> = {}): Record<string, string> {
  return { ...env, NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '..', file)).href}` };
}
