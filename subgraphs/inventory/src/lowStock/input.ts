import { integer } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { MAX_UNITS, stockItemKey } from '../stock/input.ts';

export const thresholdInput = z.object({ ...stockItemKey, threshold: integer(0, MAX_UNITS) });
