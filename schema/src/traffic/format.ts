import { z } from 'zod';

/**
 * The operations that clients sent, as the gateway counts them and `check --traffic FILE` reads them.
 *
 * A document contains no value that a client sent. It has a normal form: one operation with the fragments
 * that it uses, without comments, and with aliases only where fields would conflict. Each value of an
 * argument, of a field or of a directive, is replaced by a variable that is declared with the argument's
 * type: `product(id: "x")` becomes `product(id: $id_1)` with `$id_1: ID!`. The type is non-null when the
 * value was not null, so that the document is as valid as the one that was sent. Each variable of the client
 * is replaced likewise; its default value is dropped and makes the type non-null. Names from the schema stay:
 * fields of input objects, and enum values. Two requests that differ only in values are therefore one
 * operation.
 */
export const trafficFile = z.strictObject({
  version: z.literal(1),
  operations: z.array(
    z.strictObject({
      /** A hash of the normal form, in hexadecimal digits. */
      signature: z.string().regex(/^[0-9a-f]{8,128}$/, 'must be a hash in hexadecimal digits'),
      /** Null for an anonymous operation. */
      name: z.string().nullable(),
      document: z.string().min(1),
      /** The headers `apollographql-client-name` and `-version`; null when the client did not send them. */
      clients: z.array(
        z.strictObject({
          name: z.string().nullable(),
          version: z.string().nullable(),
          /** The number of requests. */
          count: z.int().nonnegative(),
          firstSeen: z.iso.datetime(),
          lastSeen: z.iso.datetime(),
        }),
      ),
    }),
  ),
});

export type TrafficFile = z.infer<typeof trafficFile>;
