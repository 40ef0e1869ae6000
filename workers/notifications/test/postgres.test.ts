import { busDatabase } from './support.ts';
import { workerContract } from './worker.ts';

workerContract(busDatabase);
