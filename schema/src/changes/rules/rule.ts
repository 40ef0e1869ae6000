import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { ASTNode, DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Usage } from '../../operations/usage.ts';
import type { Schemas } from '../change.ts';

/** An operation that was valid before, with what rules need to decide which changes affect it. */
export interface Candidate {
  readonly node: OperationDefinitionNode;
  /** The operation with its fragments. */
  readonly document: DocumentNode;
  readonly usage: Usage;
  /** True when it validates against the new schema. */
  readonly valid: boolean;
}

/** @returns where the operation uses what changed; undefined when the change does not affect it. */
export type Rule = (candidate: Candidate) => ASTNode | undefined;

/** Returns the rule for a change; undefined for a kind of change that it does not cover. */
export type RuleMaker = (change: SerializableChange, schemas: Schemas) => Rule | undefined;
