/** A gateway whose subgraphs only count their requests: a refused operation must not reach any. */
import { type HouseOptions, read, startHouse } from '../support/house.ts';
import { startRecorder } from '../support/recorder.ts';

export interface Counting extends AsyncDisposable {
  readonly url: string;
  /** Requests that reached subgraphs. */
  readonly asked: () => number;
  post(body: unknown, headers?: Record<string, string>): Promise<Response>;
  sign(roles?: readonly string[]): Promise<string>;
}

export async function startCounting(options: HouseOptions = {}): Promise<Counting> {
  await using opened = new AsyncDisposableStack();
  const recorder = opened.use(await startRecorder({ data: {} }));
  const { url } = recorder;
  const relocate = { orders: url, users: url, products: url, inventory: url };
  const house = opened.use(await startHouse({ relocate, ...options }));
  const disposal = opened.move();
  return {
    url: house.url,
    asked: () => recorder.requests.length,
    post: house.post,
    sign: (roles) => house.tokens.sign(roles && { roles }),
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}

export interface Refused {
  readonly status: number;
  readonly message: string;
  readonly extensions: Record<string, unknown>;
}

/** Returns the one error of an answer that has nothing else. */
export async function refusalOf(response: Response): Promise<Refused> {
  const { errors, ...rest } = await read(response);
  if (errors?.length !== 1 || Object.keys(rest).length > 0)
    throw new Error(`not refused, or not by one error: ${JSON.stringify({ errors, ...rest })}`);
  return { status: response.status, message: errors[0].message, extensions: errors[0].extensions };
}
