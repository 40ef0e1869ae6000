import type { Rule } from './rule.ts';
import { crossServiceNullabilityRule } from './rules/crossServiceNullability.ts';
import { deprecationReasonRule } from './rules/deprecationReason.ts';
import { descriptionsRule } from './rules/descriptions.ts';
import { mutationShapeRule } from './rules/mutationShape.ts';
import { namingRule } from './rules/naming.ts';
import { relayConnectionsRule } from './rules/relayConnections.ts';

/** All rules, in the order of the help; each is one file in `rules/`. */
export const RULES: readonly Rule[] = [
  descriptionsRule,
  namingRule,
  mutationShapeRule,
  relayConnectionsRule,
  crossServiceNullabilityRule,
  deprecationReasonRule,
];
