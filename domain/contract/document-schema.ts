import { z } from 'zod';
import { Uuid } from '../shapes';

export const DocumentView = z.strictObject({
  id: Uuid,
  fileName: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256: z.string(),
  uploadedById: Uuid,
  uploadedAt: z.string(),
});
export type DocumentView = z.infer<typeof DocumentView>;
