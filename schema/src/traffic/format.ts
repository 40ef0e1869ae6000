import { z } from 'zod';

/**
 * What clients really sent, as the gateway counted it and `check --traffic FILE` reads it.
 *
 * A document carries no value that a client sent. Its normal form: one operation with the fragments that it uses, without
 * comments, and with aliases only where fields would conflict; in it each value of an argument, of a field's or a directive's, is
 * replaced by a variable that is declared with the argument's type (`product(id: "x")` becomes `product(id: $id_1)` with
 * `$id_1: ID!`: non-null when the value was not null, so that the document is as valid as the one that was sent), and so is each
 * variable of the client; default values of variables are left out, and make the variable's type non-null. What names something of
 * the schema stays: fields of input objects, and enum values. So two requests that differ only in values are one operation.
 */
export const trafficFile = z.strictObject({
  version: z.literal(1),
  operations: z.array(
    z.strictObject({
      /** The same for the same normal form: a hash of it, in hexadecimal digits. */
      signature: z.string().regex(/^[0-9a-f]{8,128}$/, 'is a hash in hexadecimal digits'),
      /** Null for an anonymous operation. */
      name: z.string().nullable(),
      document: z.string().min(1),
      /** By `apollographql-client-name` and `-version`; null where the client did not say. */
      clients: z.array(
        z.strictObject({
          name: z.string().nullable(),
          version: z.string().nullable(),
          /** How often it was sent. */
          count: z.int().nonnegative(),
          firstSeen: z.iso.datetime(),
          lastSeen: z.iso.datetime(),
        }),
      ),
    }),
  ),
});

export type TrafficFile = z.infer<typeof trafficFile>;
