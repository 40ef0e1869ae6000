import { runTask } from '../tasks/run.ts';
import { bundlesFolder, findBundles } from './programs.ts';
import { use } from './uses.ts';

export interface Bundles {
  /** Returns the folder of the bundles; undefined when the programs run from their sources. */
  readonly current: () => string | undefined;
  /** Builds the bundles unless they exist. A problem is reported, and the programs run from their sources. */
  build(): Promise<void>;
  /** From now on, a program that starts again runs from its source when any source has changed. */
  watchSources(): void;
}

interface BundlesOptions {
  readonly dataDir: string;
  readonly progress: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Opens the bundles of the present sources for this process, as long as it runs. */
export function openBundles({ dataDir, progress, signal }: BundlesOptions): Bundles {
  const folder = bundlesFolder();
  let usable = use(folder);
  let watches = false;
  return {
    current: () => (usable && (!watches || findBundles() === folder) ? folder : undefined),
    async build() {
      if (usable) return;
      try {
        await runTask('bundle', { dataDir, env: { BUNDLES_FOLDER: folder }, progress, signal });
        usable = use(folder);
      } catch (error) {
        signal?.throwIfAborted();
        progress(`The services run from their sources: ${error instanceof Error ? error.message : error}`);
      }
    },
    watchSources() {
      watches = true;
    },
  };
}
