import { stat } from 'node:fs/promises';
import { type Repeating, repeat } from '@holdfast/kit-base/repeat';

/** Milliseconds between two looks. */
const INTERVAL = 500;

/**
 * Calls back when a file has another content, or is gone, and stayed so for one look more: one that is being written is not
 * complete. The first time is soon after the start, so that no change is lost between who read it before and this.
 *
 * It looks at times and size, since `fs.watch` loses a file that is replaced by another one, and hears nothing on network
 * and overlay file systems, nor of Kubernetes' change of a link: two looks a second cost 0.1 ms.
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

/** @returns whether a state is another one than the last that was news, and the same as at the look before. */
export function createSettling(): (state: string) => boolean {
  let told: string | undefined;
  let seen: string | undefined;
  return (state) => {
    const stayed = state === seen;
    seen = state;
    if (!stayed || state === told) return false;
    told = state;
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
