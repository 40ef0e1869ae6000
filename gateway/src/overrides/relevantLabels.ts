/**
 * Which labels of `@override` an operation's plan may depend on. What is not among them is not decided for it, and makes no other
 * plan of it: too many cost a plan that is made twice, one too few would be a wrong one. So fields are told apart by their names only, whatever
 * type they are of.
 */
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  visit,
} from 'graphql';
import { joined } from '../planning/model/joinDirectives.ts';

/** @returns labels in no order; the same set where there is none. */
export type ConcernedLabels = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => ReadonlySet<string>;

export interface OverrideLabels {
  readonly all: ReadonlySet<string>;
  readonly concerned: ConcernedLabels;
}

/** Fields that a plan may fetch beside those of one name. */
type Implied = Map<string, Set<string>>;

/** @param sdl a supergraph. @returns null when it overrides nothing with a label. */
export function readOverrideLabels(sdl: string): OverrideLabels | null {
  // The directive's definition names it as well; without a value nothing more has to be read.
  if (!/overrideLabel:\s*"/.test(sdl)) return null;
  const bearers = new Map<string, Set<string>>();
  const implied: Implied = new Map();
  /** To know what an object is that a subgraph has as an interface only, its keys are fetched whatever is selected. */
  const always = new Set<string>();
  for (const type of parse(sdl, { noLocation: true }).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    const keys = namesIn(type.directives, 'join__type', ['key']);
    if (joined(type, 'join__type').some((join) => join.isInterfaceObject))
      for (const key of keys) always.add(key);
    for (const field of type.fields ?? []) {
      const name = field.name.value;
      // To get a field of an entity, any of its keys may be fetched.
      const others = namesIn(field.directives, 'join__field', ['requires', 'contextArguments']);
      for (const other of [...keys, ...others]) add(implied, name, other);
      for (const { overrideLabel } of joined(field, 'join__field'))
        if (overrideLabel !== undefined) add(bearers, overrideLabel, name);
    }
  }
  const all = new Set(bearers.keys());
  if (all.size === 0) return null;
  return {
    all,
    concerned(document, operation) {
      const reached = closure([...always, ...selectedNames(document, operation)], implied);
      const isReached = (label: string) => [...(bearers.get(label) ?? [])].some((name) => reached.has(name));
      return new Set([...all].filter(isReached));
    },
  };
}

/** Every name within those arguments of a directive. */
function namesIn(
  directives: readonly ConstDirectiveNode[] = [],
  directive: string,
  names: readonly string[],
): string[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap((applied) => applied.arguments ?? [])
    .filter(({ name }) => names.includes(name.value))
    .flatMap(({ value }) => print(value).match(/[_A-Za-z]\w*/g) ?? []);
}

function add(to: Map<string, Set<string>>, key: string, value: string): void {
  const values = to.get(key) ?? new Set();
  to.set(key, values.add(value));
}

/** A fragment that only another operation of the document uses is looked at as well, which does no harm. */
function selectedNames(document: DocumentNode, operation: OperationDefinitionNode): Set<string> {
  const names = new Set<string>();
  const collect = (node: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(node, { Field: ({ name }) => void names.add(name.value) });
  collect(operation);
  for (const node of document.definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) collect(node);
  return names;
}

function closure(from: readonly string[], implied: Implied): ReadonlySet<string> {
  const names = new Set(from);
  // A set that grows while it is gone through is gone through to its end.
  for (const name of names) for (const other of implied.get(name) ?? []) names.add(other);
  return names;
}
