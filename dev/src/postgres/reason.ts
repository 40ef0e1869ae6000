/**
 * Returns the line of a PostgreSQL program's output that gives the reason for its failure, without time and
 * level.
 */
export function reasonIn(output: string): string {
  const lines = output.trim().split('\n');
  const line = lines.find((each) => /FATAL|could not|ERROR|error:/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|LOG|ERROR|WARNING|error): +/, '');
}
