import { emptyPostgres } from '@holdfast/dev/testing/postgres';
import { workerContract } from './support/workerContract.ts';

workerContract(emptyPostgres);
