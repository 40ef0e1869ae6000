/** Runs a compiled plan: asks for what is ready, merges what comes, until no fetch is left. */

import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';
import { SchemaSkew, type SubgraphAnswer } from '../subgraphs/answer.ts';
import type { Asked, Target } from './asked.ts';
import { at } from './at.ts';
import { type Entities, findEntities, type Shared } from './entities.ts';
import type { FetchGraph } from './fetchGraph.ts';
import { collect, type Data, isObject, merge, mergeCopy } from './merge.ts';
import { newRepresentations } from './representations.ts';
import { mayRepeat, withoutPrefix, writeBody } from './requestBody.ts';
import type { CompiledRequest, Part } from './requests.ts';
import { applyRewrites, type IsOfType } from './rewrites.ts';
import { costOfAnswer, errorsOfAnswer, errorsOfFault, splitErrors } from './subgraphErrors.ts';

/** A plan with its conditions settled, ready to run any number of times. */
export interface Program {
  readonly graph: FetchGraph;
  readonly requests: readonly CompiledRequest[];
  readonly isOfType: IsOfType;
}

/** Asks a subgraph: a JSON body. Rejects with a GraphQLError that names it when there is no answer. */
export type Ask = (
  subgraph: string,
  kind: CompiledRequest['kind'],
  body: string,
  /** Whether it may be sent again though nobody knows if it was done. */
  idempotent: boolean,
  /** What the body asks for. */
  asked: readonly Asked[],
) => Promise<SubgraphAnswer>;

export interface Surroundings {
  /** As the client gave them. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly ask: Ask;
}

export interface Gathered {
  readonly data: Data;
  readonly shared: Shared;
  readonly errors: readonly GraphQLError[];
  /** Objects of which something is missing that an error tells of. */
  readonly told: ReadonlySet<Data>;
}

/**
 * Milliseconds that a fetch waits for others that its request is to have. Normally they come together; where one hangs on a
 * slow subgraph, the rest must not be late for it.
 */
const PATIENCE = 50;

/** Never rejects for what a subgraph does. */
export function run(program: Program, surroundings: Surroundings): Promise<Gathered> {
  return new Promise((resolve) => {
    new Run(program, surroundings, resolve).begin();
  });
}

class Run {
  readonly #program: Program;
  readonly #surroundings: Surroundings;
  readonly #resolve: (gathered: Gathered) => void;
  readonly #data: Data = {};
  readonly #shared: Shared = new Map();
  readonly #errors: GraphQLError[] = [];
  readonly #told = new Set<Data>();
  /** For each fetch, how many others must still be over. */
  readonly #dependencies: number[];
  /** For each request, how many fetches are not ready, and which are and wait for them. */
  readonly #missing: number[];
  readonly #ready: number[][];
  readonly #timers: (NodeJS.Timeout | undefined)[] = [];
  #left: number;

  constructor(program: Program, surroundings: Surroundings, resolve: (gathered: Gathered) => void) {
    this.#program = program;
    this.#surroundings = surroundings;
    this.#resolve = resolve;
    const { fetches, requests } = program.graph;
    this.#dependencies = fetches.map(({ dependencies }) => dependencies);
    this.#missing = requests.map((request) => request.fetches.length);
    this.#ready = requests.map(() => []);
    this.#left = fetches.length;
  }

  begin(): void {
    if (this.#left === 0) this.#end();
    for (const [index, { dependencies }] of this.#program.graph.fetches.entries()) {
      if (dependencies === 0) this.#becomesReady(index);
    }
  }

  #becomesReady(fetch: number): void {
    const { request } = at(this.#program.graph.fetches, fetch);
    const ready = at(this.#ready, request);
    ready.push(fetch);
    const missing = at(this.#missing, request) - 1;
    this.#missing[request] = missing;
    if (missing === 0) this.#send(request);
    else if (ready.length === 1) this.#timers[request] = setTimeout(() => this.#send(request), PATIENCE);
  }

  #send(index: number): void {
    const timer = this.#timers[index];
    if (timer) {
      clearTimeout(timer);
      this.#timers[index] = undefined;
    }
    const request = at(this.#program.requests, index);
    const fetches = at(this.#ready, index);
    this.#ready[index] = [];
    const asked: Asked[] = [];
    for (const [place, part] of request.parts.entries()) {
      const own = part.fetches.filter((fetch) => fetches.includes(fetch));
      const found = own.length > 0 ? this.#prepare(place, part, own) : null;
      if (found) asked.push(found);
    }
    if (asked.length === 0) this.#finish(fetches);
    else this.#ask(request, asked).then(() => this.#finish(fetches));
  }

  /** Null when nothing is there that it could be asked for. */
  #prepare(index: number, part: Part, fetches: readonly number[]): Asked | null {
    const representations = newRepresentations();
    const targets: Target[] = [];
    for (const fetch of fetches) {
      const { path, mayShare } = at(this.#program.graph.fetches, fetch);
      const found = part.represent
        ? findEntities(this.#data, path, part.represent, representations, mayShare ? this.#shared : null)
        : placesOfRoot(collect(this.#data, path));
      if (found.objects.length > 0) targets.push({ path, ...found });
    }
    const isEmpty = part.represent ? representations.texts.length === 0 : targets.length === 0;
    return isEmpty ? null : { index, part, targets, representations: representations.texts };
  }

  /** Never rejects: what goes wrong is among the errors. */
  async #ask(request: CompiledRequest, asked: readonly Asked[]): Promise<void> {
    try {
      const text = request.textOf(asked.map(({ index }) => index));
      const { variables, ask } = this.#surroundings;
      const body = writeBody(text, asked, variables);
      const idempotent = mayRepeat(request, asked, variables);
      const answer = await ask(request.subgraph, request.kind, body, idempotent, asked);
      if (asked.length > 1 && !answer.data) return await this.#askEach(request, asked);
      const errors = answer.errors ? splitErrors(answer.errors, text.prefixes) : [];
      for (const [n, each] of asked.entries()) {
        const own = errors[n];
        const prefix = at(text.prefixes, n);
        if (own) {
          this.#errors.push(...errorsOfAnswer(own, each, this.#data));
          this.#tell(costOfAnswer(own, each, answer.data?.[`${prefix}_entities`]));
        }
        if (answer.data) this.#take(request, each, answer.data, prefix);
      }
    } catch (cause) {
      if (asked.length > 1 && isSchemaSkew(cause)) return await this.#askEach(request, asked);
      const error = cause instanceof GraphQLError ? cause : subgraphUnavailable(request.subgraph, cause);
      for (const each of asked) {
        this.#errors.push(...errorsOfFault(error, each, this.#data));
        this.#tell(each.targets.flatMap(({ objects }) => objects));
      }
    }
  }

  /** What one part did has cost all of them their data: each is asked alone, so that none is worse off for the others. */
  async #askEach(request: CompiledRequest, asked: readonly Asked[]): Promise<void> {
    await Promise.all(asked.map((each) => this.#ask(request, [each])));
  }

  #take({ subgraph }: CompiledRequest, asked: Asked, data: Data, prefix: string): void {
    const { part, targets, representations } = asked;
    const { isOfType } = this.#program;
    if (!part.represent) {
      const fields = prefix === '' ? data : withoutPrefix(data, prefix);
      applyRewrites(part.rewrites, fields, isOfType);
      for (const { objects } of targets) for (const object of objects) merge(object, fields);
      return;
    }
    const received = data[`${prefix}_entities`];
    if (!Array.isArray(received) || received.length !== representations.length) {
      throw subgraphUnavailable(
        subgraph,
        new Error('It did not answer with one entity for each representation.'),
      );
    }
    if (part.rewrites.length > 0) applyRewrites(part.rewrites, received, isOfType);
    for (const [n, { objects, indexes }] of targets.entries()) {
      // Things of one place are selected alike, and may share what they are made of; those of another may not.
      const put = n === 0 ? merge : mergeCopy;
      for (let i = 0; i < objects.length; i++) {
        const index = at(indexes, i);
        // Below zero where nothing was asked for it.
        const entity: unknown = index < 0 ? undefined : at(received, index);
        if (isObject(entity)) mergeEntity(at(objects, i), entity, put, isOfType);
      }
    }
  }

  #finish(fetches: readonly number[]): void {
    this.#left -= fetches.length;
    for (const fetch of fetches) {
      for (const next of at(this.#program.graph.fetches, fetch).dependents) {
        const dependencies = at(this.#dependencies, next) - 1;
        this.#dependencies[next] = dependencies;
        if (dependencies === 0) this.#becomesReady(next);
      }
    }
    if (fetches.length > 0 && this.#left === 0) this.#end();
  }

  #tell(objects: readonly Data[]): void {
    for (const object of objects) this.#told.add(object);
  }

  #end(): void {
    this.#resolve({ data: this.#data, shared: this.#shared, errors: this.#errors, told: this.#told });
  }
}

/** Nothing represents them. */
const placesOfRoot = (objects: Data[]): Entities => ({ objects, indexes: objects.map(() => -1) });

/** A subgraph that has an interface as an object (`@interfaceObject`) must not hide what an entity is. */
function mergeEntity(object: Data, entity: Data, put: typeof merge, isOfType: IsOfType): void {
  const { __typename: known } = object;
  put(object, entity);
  const { __typename: told } = object;
  if (known !== told && typeof known === 'string' && typeof told === 'string' && isOfType(known, told)) {
    object['__typename'] = known;
  }
}

const isSchemaSkew = (cause: unknown) =>
  cause instanceof GraphQLError && cause.originalError instanceof SchemaSkew;
