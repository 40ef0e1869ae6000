import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The environment of a service that is to load a module of `tests/chaos` before its own. */
export function preload(file: string, env: Record<string, string> = {}): Record<string, string> {
  return { ...env, NODE_OPTIONS: `--import ${pathToFileURL(join(import.meta.dirname, '..', file)).href}` };
}
