/** Reads what the page needs from responses. */

type Json = Readonly<Record<string, unknown>>;

/**
 * Returns the session in a top-level field of the response, as login, register and refreshSession have it.
 */
export function findSession(body: unknown): { accessToken: string; name: string } | undefined {
  for (const field of topLevelFields(body)) {
    if (typeof field['accessToken'] !== 'string') continue;
    const name = isJson(field['user']) ? field['user']['name'] : undefined;
    return { accessToken: field['accessToken'], name: typeof name === 'string' ? name : 'someone' };
  }
  return undefined;
}

/**
 * Returns the id of the order in a top-level field of the response, as placeOrder has it; not of a rejected
 * order.
 */
export function findPlacedOrderId(body: unknown): string | undefined {
  for (const { order } of topLevelFields(body)) {
    if (isJson(order) && typeof order['id'] === 'string' && order['status'] !== 'REJECTED')
      return order['id'];
  }
  return undefined;
}

/** Fields that judge a password or a refresh token: their UNAUTHENTICATED says nothing about the access token. */
const CREDENTIAL_FIELDS = new Set<unknown>(['login', 'refreshSession', 'changePassword', 'resetPassword']);

/** Returns true when the response reports that the request's access token is not (or no longer) valid. */
export function tokenWasRefused(body: unknown): boolean {
  return errors(body).some(
    ({ extensions, path }) =>
      isJson(extensions) &&
      extensions['code'] === 'UNAUTHENTICATED' &&
      !(Array.isArray(path) && CREDENTIAL_FIELDS.has(path[0])),
  );
}

export function firstErrorMessage(body: unknown): string | undefined {
  const message = errors(body)[0]?.['message'];
  return typeof message === 'string' ? message : undefined;
}

/** Returns the expiry of a JWT, in milliseconds since 1970; undefined for a token without one. */
export function tokenExpiry(token: string): number | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { exp } = JSON.parse(atob(payload));
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function topLevelFields(body: unknown): Json[] {
  const data = isJson(body) ? body['data'] : undefined;
  return isJson(data) ? Object.values(data).filter(isJson) : [];
}

function errors(body: unknown): Json[] {
  const list = isJson(body) ? body['errors'] : undefined;
  return Array.isArray(list) ? list.filter(isJson) : [];
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
