import { type Doc, field, isDoc, maxDocumentBytes } from '../bson/values.ts';
import { maxMessageBytes } from '../wire/frames.ts';
import { type Command, ok, type ReplicaSet } from './command.ts';
import { startConversation } from './sasl.ts';

/** The versions of MongoDB 7.0, so that drivers use OP_MSG with every feature that needs no replica set. */
const version = '7.0.0';
const maxWireVersion = 21;

/**
 * Describes a standalone server, or a replica set of one, without `logicalSessionTimeoutMinutes`: the driver
 * then neither retries writes with transaction numbers nor starts transactions, which this server does not
 * support.
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
    const source = isDoc(speculative) ? field(speculative, 'db') : undefined;
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
      ...(context.replicaSet === undefined ? {} : membership(context.replicaSet)),
      ...(field(body, 'saslSupportedMechs') === undefined ? {} : { saslSupportedMechs: ['SCRAM-SHA-256'] }),
      ...(isDoc(speculative)
        ? startConversation(
            speculative,
            typeof source === 'string' ? source : 'admin',
            context,
            'speculative',
          )
        : {}),
    });
  },
};

/** A replica set of one: its only member is the primary. */
const membership = ({ name, member }: ReplicaSet): Doc => ({
  setName: name,
  setVersion: 1,
  hosts: [member],
  primary: member,
  me: member,
  secondary: false,
});

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
  run: (_request, { connection: { user } }) => {
    const users = user === undefined ? [] : [{ user: user.name, db: user.db ?? 'admin' }];
    return ok({ authInfo: { authenticatedUsers: users, authenticatedUserRoles: [] } });
  },
};

export const endSessions: Command = { fields: [], isPublic: true, run: () => ok() };
