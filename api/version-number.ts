import { z } from 'zod';

/** Number of a version in an address; bounded, as one that no version can have would not even be a number to the database. */
export const VersionNumber = z.coerce.number().int().min(1).max(1_000_000);
