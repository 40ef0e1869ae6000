import { id, money } from '@holdfast/kit-values/validation';
import { z } from 'zod';

export const orderInput = z.object({ orderId: id });

export const authorizationInput = z.object({ orderId: id, userId: id, amount: money({ zero: true }) });
