/** The changes between two schemas of one graph. */
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { GraphQLSchema } from 'graphql';
import type { Level } from '../report/report.ts';

/** Two API schemas of one graph. */
export interface Schemas {
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
}

/**
 * Both as supergraphs, which alone have the requirements for callers and whatever else clients do not see.
 */
export interface Supergraphs {
  readonly before: string;
  readonly after: string;
}

export interface ApiChange {
  readonly level: Level;
  readonly coordinate: string | undefined;
  readonly message: string;
  /**
   * A change that graphql-inspector found, one of the requirements for callers, or one of an applied
   * directive.
   */
  readonly found: SerializableChange | RequirementChange | AppliedChange;
}

/** A change of an applied directive. It affects the operations that use one of the coordinates. */
export interface AppliedChange {
  readonly type: string;
  readonly appliedTo: readonly string[];
}

export const REQUIREMENT_CODES = [
  'REQUIREMENT_ADDED',
  'REQUIREMENT_RAISED',
  'REQUIREMENT_CHANGED',
  'REQUIREMENT_LOWERED',
  'REQUIREMENT_REMOVED',
] as const;

/** A change of the requirements for callers at one coordinate. */
export interface RequirementChange {
  readonly type: (typeof REQUIREMENT_CODES)[number];
  readonly coordinate: string;
}
