import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Kind, parse } from 'graphql';
import type { Operation } from '../operations/operation.ts';
import { shownPath } from '../paths.ts';
import { UsageError } from '../usageError.ts';
import { type TrafficFile, trafficFile } from './format.ts';

type Entry = TrafficFile['operations'][number];

/**
 * Reads the operations of a traffic file.
 * @throws UsageError when it cannot be read or is not a traffic file.
 */
export async function readTraffic(path: string, cwd: string): Promise<Operation[]> {
  const file = resolve(cwd, path);
  const shown = shownPath(file, cwd);
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${shown}: the traffic cannot be read`);
  });
  const parsed = trafficFile.safeParse(parseJson(text, shown));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${shown}: not a traffic file: ${issue?.path.map(String).join('.')}: ${issue?.message}`,
    );
  }
  return parsed.data.operations.map((entry) => operationOf(entry, shown));
}

function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function operationOf({ signature, name, document, clients }: Entry, shown: string): Operation {
  const parsed = parseDocument(document, signature, shown);
  const node = parsed.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!node) throw new UsageError(`${shown}: ${signature} has no operation`);
  return {
    name: name ?? '(anonymous)',
    node,
    document: parsed,
    clients: [...new Set(clients.map(clientText))].sort(),
    signature,
  };
}

function parseDocument(document: string, signature: string, shown: string) {
  try {
    return parse(document, { noLocation: true });
  } catch (error) {
    throw new UsageError(`${shown}: ${signature}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function clientText({ name, version }: Entry['clients'][number]): string {
  if (name === null) return 'unnamed client';
  return version === null ? name : `${name}@${version}`;
}
