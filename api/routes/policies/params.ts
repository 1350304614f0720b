import { z } from 'zod';
import { Key } from '../../../domain/shapes';
import { VersionNumber } from '../../version-number';

export const PolicyParams = z.strictObject({ key: Key });
export type PolicyParams = z.infer<typeof PolicyParams>;

/** Which version is read; the newest one when it is not said. */
export const VersionQuery = z.strictObject({ version: VersionNumber.optional() });
export type VersionQuery = z.infer<typeof VersionQuery>;

/** What a change answers with: the version that it made. */
export const Saved = z.strictObject({ key: Key, version: z.int() });
