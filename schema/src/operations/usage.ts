import type { ASTNode } from 'graphql';

/** The things used, by name or coordinate, each with its first use. */
export type Uses = ReadonlyMap<string, ASTNode>;

/**
 * The parts of a schema that an operation uses, by coordinate: `Type.field`, `Type.field(argument:)`,
 * `Input.field`, `Enum.VALUE`, `@directive(argument:)`. A variable may carry anything that its type allows,
 * and a nullable variable may be null or missing.
 */
export interface Usage {
  /** The selected fields, each on the type on which it is selected, which may be an interface. */
  readonly selected: Uses;
  /** The arguments and input fields in the document. */
  readonly given: Uses;
  /** Those of `given` that are null, or may be null in a request. */
  readonly nullable: Uses;
  /** The arguments and input fields that are omitted, or may be omitted in a request. */
  readonly omitted: Uses;
  /** The input objects, by name, and enum values, by coordinate, that the document has as literals. */
  readonly literals: Uses;
  /** The input types that variables carry at any depth, by name. */
  readonly carried: Uses;
  /** The types that selected fields return, by name. */
  readonly received: Uses;
  /** The type conditions of fragments, by `Type` and by `Type on Parent`. */
  readonly conditions: Uses;
  /** The directives, by `@name` and by `@name LOCATION`. */
  readonly directives: Uses;
  /** Every type that the operation touches in any way, by name. */
  readonly types: Uses;
}
