import { withTimeout } from '@holdfast/kit-base/timeLimit';

/**
 * Waits for all actions, for at most the given number of milliseconds.
 * @returns the actions that have no answer by then.
 * @throws the error of an action that failed.
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
