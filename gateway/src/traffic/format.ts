import { z } from 'zod';

/** Of one operation and one client: the counts of a file, and what is added to them. */
const counted = z.strictObject({
  /** By `apollographql-client-name` and `-version`; null where the client did not say. */
  name: z.string().nullable(),
  version: z.string().nullable(),
  /** How often it was sent. */
  count: z.int().nonnegative(),
  /** By the hour. */
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
});

/**
 * What clients have sent. `schema/src/traffic/format.ts` says the same for who reads it: a service imports nothing of `schema/`, and
 * `test/traffic` reads what is written here by that.
 */
export const trafficFile = z.strictObject({
  version: z.literal(1),
  operations: z.array(
    z.strictObject({
      /** SHA-256 of the document, in hexadecimal digits. */
      signature: z.string().regex(/^[0-9a-f]{8,128}$/),
      /** Null for an anonymous operation. */
      name: z.string().nullable(),
      /** In its normal form (`signature/normalForm.ts`). */
      document: z.string().min(1),
      clients: z.array(counted),
    }),
  ),
});

export type TrafficFile = z.infer<typeof trafficFile>;
export type TrafficOperation = TrafficFile['operations'][number];
export type TrafficClient = TrafficOperation['clients'][number];

/** What is sent of an operation, whoever sends it. */
export type OperationIdentity = Pick<TrafficOperation, 'signature' | 'name' | 'document'>;
