import { z } from 'zod';
import { Key, Uuid } from '../../../domain/shapes';
import type { SavedPolicy } from '../../policies';
import { etagOf } from '../../precondition';
import { proposalHref } from '../../proposals/propose';
import { ok, type Reply } from '../../route';
import { VersionNumber } from '../../version-number';

export const PolicyParams = z.strictObject({ key: Key });
export type PolicyParams = z.infer<typeof PolicyParams>;

/** Which version is read; the newest one when it is not said. */
export const VersionQuery = z.strictObject({ version: VersionNumber.optional() });
export type VersionQuery = z.infer<typeof VersionQuery>;

/** What a change answers with: the version that it made. */
const Saved = z.strictObject({ key: Key, version: z.int() });
/** Where another administrator has to confirm it: what waits, and the version that is in force meanwhile. */
const Proposed = Saved.extend({ proposalId: Uuid });
export const SAVED = { 200: Saved, 202: Proposed } as const;

export const saved = (key: string, { version, proposalId }: SavedPolicy): Reply =>
  proposalId === null
    ? ok({ key, version }, etagOf(version))
    : { status: 202, headers: { location: proposalHref(proposalId) }, body: { key, version, proposalId } };
