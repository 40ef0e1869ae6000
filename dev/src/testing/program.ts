import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBundles } from '../bundles/bundles.ts';
import { bundleOf, compiledFolder } from '../bundles/programs.ts';
import { mainFileOf, type Service } from '../services.ts';

export interface TestProgram {
  /** The file that Node runs. */
  readonly file: string;
  readonly execArgv: readonly string[];
  /** The variables that every test needs, whichever settings it tests. */
  readonly env: Readonly<Record<string, string>>;
}

/** Returns how Node runs a service's process as `npm start` does: from its bundle, which starts fastest. */
export async function programOf(service: Service): Promise<TestProgram> {
  const bundles = await openTestBundles();
  const env = (cache: string | undefined) => ({
    PATH: process.env['PATH'] ?? '',
    ...(cache !== undefined && { NODE_COMPILE_CACHE: cache }),
  });
  if (bundles === undefined)
    return { file: mainFileOf(service), execArgv: [], env: env(process.env['NODE_COMPILE_CACHE']) };
  return {
    file: bundleOf(bundles, mainFileOf(service)),
    execArgv: ['--enable-source-maps'],
    env: env(compiledFolder(bundles)),
  };
}

/**
 * Builds the bundles when they are missing. @returns their folder; undefined where programs run from their
 * sources.
 */
export async function openTestBundles(
  progress: (line: string) => void = () => {},
): Promise<string | undefined> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-bundles-'));
  try {
    await mkdir(join(dataDir, 'logs'));
    const bundles = openBundles({ dataDir, progress });
    await bundles.build();
    return bundles.current();
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
