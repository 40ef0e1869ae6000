import { IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit-base/identity';
import { withSignal } from '@holdfast/kit-base/timeLimit';
import { request } from 'undici';

const TIMEOUT = 2_000;
/**
 * The most bytes of a document. A set of a few keys has some hundreds; each session that ended within a
 * quarter of an hour has 40.
 */
const MAX_SIZE = 4_194_304;

/**
 * Fetches a document that the users service publishes, with the gateway's identity. The caller has to
 * validate it.
 * @throws Error when no JSON arrives within two seconds.
 */
export function fetchPublished(url: string, sign: SignIdentity): Promise<unknown> {
  const late = () => new Error(`No answer in ${TIMEOUT} ms.`);
  return withSignal((signal) => fetchJson(url, sign, signal), TIMEOUT, late);
}

async function fetchJson(url: string, sign: SignIdentity, signal: AbortSignal): Promise<unknown> {
  const response = await request(url, {
    headers: { accept: 'application/json', [IDENTITY_HEADER]: await sign(null) },
    signal,
  });
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new Error(`HTTP status ${response.statusCode}`);
  }
  const text = await response.body.text();
  if (text.length > MAX_SIZE) throw new Error('The document is too large.');
  return JSON.parse(text);
}
