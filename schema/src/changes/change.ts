/** What was found between two schemas of one graph. */
import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { GraphQLSchema } from 'graphql';
import type { Level } from '../report/report.ts';

/** Two API schemas of one graph. */
export interface Schemas {
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
}

/** Both as supergraphs, which alone say what is required of callers, and what else clients do not see. */
export interface Supergraphs {
  readonly before: string;
  readonly after: string;
}

export interface ApiChange {
  readonly level: Level;
  readonly coordinate: string | undefined;
  readonly message: string;
  /** What graphql-inspector found, what is required of callers now, or a directive that is applied otherwise, by its type. */
  readonly found: SerializableChange | RequirementChange | AppliedChange;
}

/** A change of directives that are applied; it reaches whoever uses one of the coordinates. */
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

/** What a supergraph asks of callers at one coordinate is not what it was. */
export interface RequirementChange {
  readonly type: (typeof REQUIREMENT_CODES)[number];
  readonly coordinate: string;
}
