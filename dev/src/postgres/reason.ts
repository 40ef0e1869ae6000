/** The line of what PostgreSQL's programs print that says why they failed, without the time and the level before it. */
export function reasonIn(output: string): string {
  const lines = output.trim().split('\n');
  const line = lines.find((each) => /FATAL|could not|ERROR|error:/.test(each)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|LOG|ERROR|WARNING|error): +/, '');
}
