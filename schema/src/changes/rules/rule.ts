import type { SerializableChange } from '@graphql-inspector/core/diff/changes/change';
import type { ASTNode, DocumentNode, OperationDefinitionNode } from 'graphql';
import type { Usage } from '../../operations/usage.ts';
import type { Schemas } from '../change.ts';

/** An operation that validated before, and what is to be known of it to say which changes it notices. */
export interface Candidate {
  readonly node: OperationDefinitionNode;
  /** The operation with its fragments. */
  readonly document: DocumentNode;
  readonly usage: Usage;
  /** Whether it validates against the new schema. */
  readonly valid: boolean;
}

/** @returns where the operation uses what changed; undefined when it does not notice. */
export type Rule = (candidate: Candidate) => ASTNode | undefined;

/** Makes the rule for a change; undefined for a change that it knows nothing of. */
export type RuleMaker = (change: SerializableChange, schemas: Schemas) => Rule | undefined;
