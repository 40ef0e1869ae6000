import type { ASTNode } from 'graphql';

/** Something used, by name or coordinate, and where it is used first. */
export type Uses = ReadonlyMap<string, ASTNode>;

/**
 * What an operation uses of a schema, by coordinate: `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`,
 * `@directive(argument:)`. A variable may carry anything that its type allows, and a nullable one may be null or missing.
 */
export interface Usage {
  /** Fields that are selected, each on the type that it is selected on: of an interface, the interface. */
  readonly selected: Uses;
  /** Arguments and input fields that stand in the document. */
  readonly given: Uses;
  /** Of those, the ones that are null, or may be when the request comes. */
  readonly nullable: Uses;
  /** Arguments and input fields that are left out where they could stand, or may be when the request comes. */
  readonly omitted: Uses;
  /** Input objects by name, and enum values by coordinate, whose literals stand in the document. */
  readonly literals: Uses;
  /** Input types that variables carry, by name, in all their depth. */
  readonly carried: Uses;
  /** Types that selected fields return, by name. */
  readonly received: Uses;
  /** Type conditions of fragments, by `Type` and by `Type on Parent`. */
  readonly conditions: Uses;
  /** Directives, by `@name` and by `@name LOCATION`. */
  readonly directives: Uses;
  /** Every type that is touched in any way, by name. */
  readonly types: Uses;
}
