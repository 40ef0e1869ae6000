import { z } from 'zod';

/** The counts of one operation and one client. */
const counted = z.strictObject({
  /** From `apollographql-client-name` and `-version`; null when the client sent none. */
  name: z.string().nullable(),
  version: z.string().nullable(),
  /** How often the client sent the operation. */
  count: z.int().nonnegative(),
  /** Rounded down to the hour. */
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});

/**
 * The traffic file. `schema/src/traffic/format.ts` defines the same format for its readers, because a service
 * does not import from `schema/`. `test/traffic` checks that it can read what is written here.
 */
export const trafficFile = z.strictObject({
  version: z.literal(1),
  operations: z.array(
    z.strictObject({
      /** The SHA-256 of the document, in hexadecimal digits. */
      signature: z.string().regex(/^[0-9a-f]{8,128}$/),
      /** Null for an anonymous operation. */
      name: z.string().nullable(),
      /** The document in its normal form (`signature/normalForm.ts`). */
      document: z.string().min(1),
      clients: z.array(counted),
    }),
  ),
});

export type TrafficFile = z.infer<typeof trafficFile>;
export type TrafficOperation = TrafficFile['operations'][number];
export type TrafficClient = TrafficOperation['clients'][number];

/** The identity of an operation, whichever client sends it. */
export type OperationIdentity = Pick<TrafficOperation, 'signature' | 'name' | 'document'>;
