import { z } from 'zod';
import { Uuid } from '../../../domain/shapes';

export const CandidateParams = z.strictObject({ id: Uuid, cid: Uuid });
export type CandidateParams = z.infer<typeof CandidateParams>;
