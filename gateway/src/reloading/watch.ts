import { stat } from 'node:fs/promises';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';

/** The milliseconds between two checks. */
const INTERVAL = 500;

/**
 * Calls back when a file has changed or disappeared and then stayed the same for one more check: a file that
 * is being written is incomplete. The first call comes soon after the start, so that no change is lost after
 * an earlier read of the file.
 *
 * It checks times and size, because `fs.watch` loses a file that is replaced by another, and misses changes
 * on network and overlay file systems and Kubernetes' change of a link. Two checks a second cost 0.1 ms.
 * @param changed never rejects.
 */
export function watchFile(file: string, changed: () => Promise<void>, interval = INTERVAL): Repeating {
  const isNews = createSettling();
  return repeat(
    async () => {
      if (isNews(await stateOf(file))) await changed();
    },
    interval,
    () => {},
  );
}

/**
 * @returns a predicate: true when a state differs from the last one it was true for and equals that of the
 * previous check.
 */
export function createSettling(): (state: string) => boolean {
  let reported: string | undefined;
  let seen: string | undefined;
  return (state) => {
    const stayed = state === seen;
    seen = state;
    if (!stayed || state === reported) return false;
    reported = state;
    return true;
  };
}

async function stateOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
