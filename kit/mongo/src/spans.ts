import { failDatabaseSpan, startDatabaseSpan } from '@holdfast/kit-base/databaseSpan';
import type { Span } from '@holdfast/kit-base/span';
import { currentTraceparent } from '@holdfast/kit-base/trace';
import { type CommandStartedEvent, type MongoClient, MongoServerError } from 'mongodb';

/**
 * Creates a span for each command of a client with `monitorCommands`. Use it only while traces are exported,
 * because monitoring makes the driver read each answer once more.
 */
export function traceCommands(client: Pick<MongoClient, 'on'>): void {
  const spans = new Map<number, Span>();
  const take = (requestId: number) => {
    const span = spans.get(requestId);
    spans.delete(requestId);
    return span;
  };
  client.on('commandStarted', (event) => {
    // The driver emits the event in the caller's async context.
    if (currentTraceparent() === undefined) return;
    const { requestId, commandName: operation, databaseName: namespace } = event;
    const call = { system: 'mongodb', namespace, operation, collection: collectionOf(event) } as const;
    spans.set(requestId, startDatabaseSpan(call));
  });
  client.on('commandSucceeded', ({ requestId }) => take(requestId)?.end());
  client.on('commandFailed', ({ requestId, failure }) => {
    const span = take(requestId);
    if (!span) return;
    failDatabaseSpan(
      span,
      failure instanceof MongoServerError
        ? { type: String(failure.codeName ?? failure.code), status: String(failure.code) }
        : { type: failure.name },
    );
    span.end();
  });
}

function collectionOf({ commandName, command }: CommandStartedEvent): string | undefined {
  const named: unknown = commandName === 'getMore' ? command['collection'] : command[commandName];
  return typeof named === 'string' ? named : undefined;
}
