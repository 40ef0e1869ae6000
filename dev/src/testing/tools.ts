import { access } from 'node:fs/promises';

/** Where Debian's package `chromium` puts it; `CHROMIUM` says otherwise. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Programs beside Node that some tests need and this machine lacks. */
export async function missingTools(): Promise<string[]> {
  const found = await access(CHROMIUM).then(
    () => true,
    () => false,
  );
  return found ? [] : [`Chromium (${CHROMIUM})`];
}
