import { z } from 'zod';
import { Uuid } from '../../../domain/shapes';

export const ReviewParams = z.strictObject({ id: Uuid });
export type ReviewParams = z.infer<typeof ReviewParams>;
