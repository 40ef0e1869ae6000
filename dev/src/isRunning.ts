/** Returns true while a process with this id runs. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // A process of another user, which we may not signal, is running.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
