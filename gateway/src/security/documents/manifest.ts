import { readFile } from 'node:fs/promises';
import { OperatorError } from '@holdfast/kit-base/errors';
import { parse } from 'graphql';
import { z } from 'zod';

/** The operations of trusted clients. */
export interface Manifest {
  /** The documents by the id that clients send, usually their SHA-256. */
  readonly byId: ReadonlyMap<string, string>;
  /** The same documents. */
  readonly texts: ReadonlySet<string>;
}

const operation = z.object({
  id: z.string().min(1),
  body: z.string().min(1),
  name: z.string().optional(),
  type: z.enum(['query', 'mutation', 'subscription']).optional(),
  clientName: z.string().nullish(),
});

/**
 * The format of `@apollo/generate-persisted-query-manifest`. A client's name is only a claim, and proves
 * nothing.
 */
const format = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(operation),
});

/** @throws OperatorError, in one line, when the file cannot be read or is not a manifest of operations. */
export async function loadManifest(file: string): Promise<Manifest> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new OperatorError(
      `cannot read the persisted operations ${file} (${cause.code}); correct PERSISTED_OPERATIONS.`,
      { cause },
    );
  });
  return readManifest(text, file);
}

/**
 * @param origin the name for error messages: its file.
 * @throws OperatorError, in one line.
 */
export function readManifest(text: string, origin: string): Manifest {
  const result = format.safeParse(parseJson(text, origin));
  if (!result.success) {
    const [issue] = result.error.issues;
    const at = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
    throw new OperatorError(
      `${origin} is no manifest of persisted operations: ${at}${issue?.message ?? ''}.`,
    );
  }
  const byId = new Map<string, string>();
  for (const { id, body, name } of result.data.operations) {
    const what = name ?? id;
    const before = byId.get(id);
    if (before !== undefined && before !== body)
      throw new OperatorError(`${origin} has two operations of the id ${id}.`);
    try {
      parse(body, { noLocation: true });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new OperatorError(`${origin}: the operation ${what} is no GraphQL document: ${reason}`, {
        cause,
      });
    }
    byId.set(id, body);
  }
  return { byId, texts: new Set(byId.values()) };
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OperatorError(`${origin} is no manifest of persisted operations: it is not JSON.`, { cause });
  }
}
