/** Loads the demo data into the databases of `DATABASES`. */
import { resetDemo } from '../demo/load.ts';
import type { DatabaseUrls } from '../services.ts';
import { doTask } from './task.ts';

await doTask(() => resetDemo(JSON.parse(process.env['DATABASES'] ?? '') as DatabaseUrls));
