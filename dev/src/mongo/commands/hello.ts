import { field, isDoc, maxDocumentBytes } from '../bson/values.ts';
import { maxMessageBytes } from '../wire/frames.ts';
import { type Command, ok } from './command.ts';
import { startConversation } from './sasl.ts';

/** Those of MongoDB 7.0, so that drivers speak OP_MSG with everything that needs no replica set. */
const version = '7.0.0';
const maxWireVersion = 21;

/**
 * Presents a standalone without `logicalSessionTimeoutMinutes`: the driver then neither retries writes with
 * transaction numbers nor begins transactions, neither of which exists here.
 */
export const hello: Command = {
  fields: [
    'helloOk',
    'client',
    'compression',
    'saslSupportedMechs',
    'speculativeAuthenticate',
    'hostInfo',
    'topologyVersion',
    'maxAwaitTimeMS',
    'loadBalanced',
    'backpressure',
  ],
  isPublic: true,
  run(request, context) {
    const { body } = request;
    const speculative = field(body, 'speculativeAuthenticate');
    return ok({
      helloOk: true,
      ismaster: true,
      isWritablePrimary: true,
      maxBsonObjectSize: maxDocumentBytes,
      maxMessageSizeBytes: maxMessageBytes,
      maxWriteBatchSize: 100_000,
      localTime: context.environment.now(),
      connectionId: context.connection.id,
      minWireVersion: 0,
      maxWireVersion,
      readOnly: false,
      ...(field(body, 'saslSupportedMechs') === undefined ? {} : { saslSupportedMechs: ['SCRAM-SHA-256'] }),
      ...(isDoc(speculative) ? startConversation(speculative, context, 'speculative') : {}),
    });
  },
};

export const ping: Command = { fields: [], isPublic: true, run: () => ok() };

export const buildInfo: Command = {
  fields: [],
  run: () =>
    ok({
      version,
      versionArray: [7, 0, 0, 0],
      gitVersion: 'holdfast-embedded',
      modules: ['holdfast-embedded'],
      bits: 64,
      debug: false,
      maxBsonObjectSize: maxDocumentBytes,
    }),
};

export const connectionStatus: Command = {
  fields: ['showPrivileges'],
  run: (_request, { credentials, connection }) => {
    const users =
      credentials !== undefined && connection.isAuthenticated
        ? [{ user: credentials.user, db: 'admin' }]
        : [];
    return ok({ authInfo: { authenticatedUsers: users, authenticatedUserRoles: [] } });
  },
};

export const endSessions: Command = { fields: [], isPublic: true, run: () => ok() };
