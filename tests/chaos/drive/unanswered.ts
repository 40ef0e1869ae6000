import { withTimeout } from '@holdfast/kit-base/timeLimit';

/**
 * Waits for all that people do, at most so many milliseconds.
 * @returns those who were told nothing by then.
 * @throws what one of them failed with.
 */
export async function unanswered<Action>(
  acting: ReadonlyMap<Action, Promise<void>>,
  milliseconds: number,
): Promise<Action[]> {
  const waiting = new Set(acting.keys());
  const all = [...acting].map(async ([action, done]) => {
    await done;
    waiting.delete(action);
  });
  const late = new Error('late');
  try {
    await withTimeout(Promise.all(all), milliseconds, () => late);
  } catch (error) {
    if (error !== late) throw error;
  }
  return [...waiting];
}
