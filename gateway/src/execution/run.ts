/**
 * Runs a compiled plan: sends each request once its fetches are ready and merges the answers, until no fetch
 * is left.
 */

import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';
import { SchemaSkew, type SubgraphAnswer } from '../subgraphs/answer.ts';
import { at } from './at.ts';
import { type Entities, findEntities, type Shared } from './entities.ts';
import type { FetchGraph } from './fetchGraph.ts';
import { collect, type Data, isObject, merge, mergeCopy } from './merge.ts';
import { newRepresentations } from './representations.ts';
import { isRetryable, withoutPrefix, writeBody } from './requestBody.ts';
import type { CompiledRequest, Part } from './requests.ts';
import { applyRewrites, type IsOfType } from './rewrites.ts';
import type { SentPart, Target } from './sentPart.ts';
import { errorsOfAnswer, errorsOfFault, objectsLost, splitErrors } from './subgraphErrors.ts';

/** A plan with its conditions settled, ready to run any number of times. */
export interface Program {
  readonly graph: FetchGraph;
  readonly requests: readonly CompiledRequest[];
  readonly isOfType: IsOfType;
}

/**
 * Sends a JSON body to a subgraph. Rejects with a GraphQLError that names the subgraph when it does not
 * answer.
 */
export type Ask = (
  subgraph: string,
  kind: CompiledRequest['kind'],
  body: string,
  /** True when the request may be sent again even if it may already have been executed. */
  idempotent: boolean,
  /** The parts that the body asks for. */
  sent: readonly SentPart[],
) => Promise<SubgraphAnswer>;

export interface RunContext {
  /** The variables that the client sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly ask: Ask;
}

export interface RunResult {
  readonly data: Data;
  readonly shared: Shared;
  readonly errors: readonly GraphQLError[];
  /** Objects that lack data for which there already is an error. */
  readonly reported: ReadonlySet<Data>;
}

/**
 * The milliseconds that a ready fetch waits for the other fetches of its request. They usually become ready
 * together; when one depends on a slow subgraph, it must not hold up the rest.
 */
const GROUPING_TIMEOUT = 50;

/** Runs the program. A subgraph's failure never makes it reject. */
export function run(program: Program, context: RunContext): Promise<RunResult> {
  return new Promise((resolve) => {
    new Run(program, context, resolve).start();
  });
}

class Run {
  readonly #program: Program;
  readonly #context: RunContext;
  readonly #resolve: (result: RunResult) => void;
  readonly #data: Data = {};
  readonly #shared: Shared = new Map();
  readonly #errors: GraphQLError[] = [];
  readonly #reported = new Set<Data>();
  /** For each fetch, how many of the fetches that it depends on are unfinished. */
  readonly #dependencies: number[];
  /** For each request, the number of fetches that are not ready, and the ready ones that wait for them. */
  readonly #pending: number[];
  readonly #ready: number[][];
  readonly #timers: (NodeJS.Timeout | undefined)[] = [];
  #left: number;

  constructor(program: Program, context: RunContext, resolve: (result: RunResult) => void) {
    this.#program = program;
    this.#context = context;
    this.#resolve = resolve;
    const { fetches, requests } = program.graph;
    this.#dependencies = fetches.map(({ dependencies }) => dependencies);
    this.#pending = requests.map((request) => request.fetches.length);
    this.#ready = requests.map(() => []);
    this.#left = fetches.length;
  }

  start(): void {
    if (this.#left === 0) this.#end();
    for (const [index, { dependencies }] of this.#program.graph.fetches.entries()) {
      if (dependencies === 0) this.#markReady(index);
    }
  }

  #markReady(fetch: number): void {
    const { request } = at(this.#program.graph.fetches, fetch);
    const ready = at(this.#ready, request);
    ready.push(fetch);
    const missing = at(this.#pending, request) - 1;
    this.#pending[request] = missing;
    if (missing === 0) this.#send(request);
    else if (ready.length === 1)
      this.#timers[request] = setTimeout(() => this.#send(request), GROUPING_TIMEOUT);
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
    const sent: SentPart[] = [];
    for (const [place, part] of request.parts.entries()) {
      const own = part.fetches.filter((fetch) => fetches.includes(fetch));
      const found = own.length > 0 ? this.#prepare(place, part, own) : null;
      if (found) sent.push(found);
    }
    if (sent.length === 0) this.#finish(fetches);
    else this.#ask(request, sent).then(() => this.#finish(fetches));
  }

  /** Returns null when the data has no object that the part could fetch something for. */
  #prepare(index: number, part: Part, fetches: readonly number[]): SentPart | null {
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

  /** Never rejects: every failure becomes an error of the result. */
  async #ask(request: CompiledRequest, sent: readonly SentPart[]): Promise<void> {
    try {
      const text = request.textOf(sent.map(({ index }) => index));
      const { variables, ask } = this.#context;
      const body = writeBody(text, sent, variables);
      const idempotent = isRetryable(request, sent, variables);
      const answer = await ask(request.subgraph, request.kind, body, idempotent, sent);
      if (sent.length > 1 && !answer.data) return await this.#askEach(request, sent);
      const errors = answer.errors ? splitErrors(answer.errors, text.prefixes) : [];
      for (const [n, each] of sent.entries()) {
        const own = errors[n];
        const prefix = at(text.prefixes, n);
        if (own) {
          this.#errors.push(...errorsOfAnswer(own, each, this.#data));
          this.#markReported(objectsLost(own, each, answer.data?.[`${prefix}_entities`]));
        }
        if (answer.data) this.#take(request, each, answer.data, prefix);
      }
    } catch (cause) {
      if (sent.length > 1 && isSchemaSkew(cause)) return await this.#askEach(request, sent);
      const error = cause instanceof GraphQLError ? cause : subgraphUnavailable(request.subgraph, cause);
      for (const each of sent) {
        this.#errors.push(...errorsOfFault(error, each, this.#data));
        this.#markReported(each.targets.flatMap(({ objects }) => objects));
      }
    }
  }

  /**
   * Sends each part alone after one of them has cost all of them their data, so that no part suffers from
   * another.
   */
  async #askEach(request: CompiledRequest, sent: readonly SentPart[]): Promise<void> {
    await Promise.all(sent.map((each) => this.#ask(request, [each])));
  }

  #take({ subgraph }: CompiledRequest, sent: SentPart, data: Data, prefix: string): void {
    const { part, targets, representations } = sent;
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
        new Error('The subgraph did not return one entity for each representation.'),
      );
    }
    if (part.rewrites.length > 0) applyRewrites(part.rewrites, received, isOfType);
    for (const [n, { objects, indexes }] of targets.entries()) {
      // Entities at one path have the same selection and may share objects; entities at different paths may
      // not.
      const put = n === 0 ? merge : mergeCopy;
      for (let i = 0; i < objects.length; i++) {
        const index = at(indexes, i);
        // Negative for an object that has no representation.
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
        if (dependencies === 0) this.#markReady(next);
      }
    }
    if (fetches.length > 0 && this.#left === 0) this.#end();
  }

  #markReported(objects: readonly Data[]): void {
    for (const object of objects) this.#reported.add(object);
  }

  #end(): void {
    this.#resolve({ data: this.#data, shared: this.#shared, errors: this.#errors, reported: this.#reported });
  }
}

/** Root objects have no representations. */
const placesOfRoot = (objects: Data[]): Entities => ({ objects, indexes: objects.map(() => -1) });

/**
 * Merges an entity, and keeps its concrete type when the subgraph knows only its interface
 * (`@interfaceObject`).
 */
function mergeEntity(object: Data, entity: Data, put: typeof merge, isOfType: IsOfType): void {
  const { __typename: known } = object;
  put(object, entity);
  const { __typename: received } = object;
  if (
    known !== received &&
    typeof known === 'string' &&
    typeof received === 'string' &&
    isOfType(known, received)
  ) {
    object['__typename'] = known;
  }
}

const isSchemaSkew = (cause: unknown) =>
  cause instanceof GraphQLError && cause.originalError instanceof SchemaSkew;
