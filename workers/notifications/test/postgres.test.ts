import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { workerContract } from './worker.ts';

workerContract(emptyPostgres);
