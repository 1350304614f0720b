import type { State } from '../engagement/statuses';
import { type Refusal, refusalOf } from '../errors';
import { hasRole, type Person } from '../people/people';
import type { KeptFacts, PurgeCertificate, PurgeState } from './purge-schema';

/** All that the gate of a purge looks at, gathered in one moment. */
export interface PurgeFacts {
  readonly state: State;
  /** The last day on which the record had to be kept; null while the service has no end. */
  readonly keptUntil: string | null;
  /** The day where the service was. */
  readonly today: string;
  readonly holds: readonly string[];
  /** The newest archive, and whether it holds the trail as far as it goes. */
  readonly archive: { readonly sha256: string; readonly current: boolean } | null;
  /** The archive that whoever asks has taken. */
  readonly takenSha256: string;
}

type Condition = (facts: PurgeFacts) => string | null;

/** The conditions of a purge by name; each answers what is missing. */
const CONDITIONS = {
  closed: ({ state }) => (state === 'CLOSED' ? null : 'Only the record of a closed engagement is purged.'),
  retention: ({ keptUntil, today }) =>
    keptUntil !== null && today > keptUntil
      ? null
      : `The record is kept until ${keptUntil ?? 'its service has ended'}.`,
  legalHold: ({ holds }) => (holds.length === 0 ? null : `A legal hold forbids deletion: ${holds.join('; ')}.`),
  archive: ({ archive, takenSha256 }) => {
    if (!archive) return 'The engagement has not been archived.';
    if (archive.sha256 !== takenSha256) return 'This is not the newest archive of the engagement.';
    return archive.current ? null : 'Something has happened since the archive was built: build it again.';
  },
} as const satisfies Record<string, Condition>;
export type PurgeCondition = keyof typeof CONDITIONS;
export const PURGE_CONDITIONS = ['closed', 'retention', 'legalHold', 'archive'] as const satisfies PurgeCondition[];

/** Why an engagement may not be purged now, all of it at once; null where it may. */
export const purgeObjection = (facts: PurgeFacts): Refusal | null =>
  refusalOf('PURGE_NOT_ALLOWED', Object.fromEntries(PURGE_CONDITIONS.map((name) => [name, CONDITIONS[name](facts)])));

/** Of whom one may be the second person. */
export const PURGE_CONFIRMERS = ['admin', 'manager', 'legal', 'security', 'executive'] as const;

interface Asked {
  readonly state: PurgeState;
  readonly requested_by: string;
}

/** Why somebody may not confirm a purge now; null where they may. */
export function purgeConfirmObjection(
  { state, requested_by: askedBy }: Asked,
  person: Pick<Person, 'id' | 'roles'>,
): Refusal | null {
  if (state !== 'asked') return { code: 'STATE_CONFLICT', message: 'The purge has been confirmed.' };
  return person.id !== askedBy && hasRole(person, ...PURGE_CONFIRMERS)
    ? null
    : { code: 'FORBIDDEN', message: 'A second person must confirm the purge.' };
}

export interface PurgeEnd {
  readonly purge: Pick<
    PurgeCertificate,
    | 'id'
    | 'engagementId'
    | 'reason'
    | 'requestedById'
    | 'requestedAt'
    | 'confirmedById'
    | 'confirmedAt'
    | 'archiveSha256'
  >;
  readonly kept: KeptFacts;
  readonly erased: Readonly<Record<string, number>>;
  readonly tombstonesSha256: string;
  readonly remaining: number;
  readonly endedAt: string;
}

/** Entries of the trail that hold facts only: identifiers, hashes and counts. */
export const isKeptEntry = (type: string): boolean =>
  type === 'audit.erased' || type === 'archive.built' || type === 'deletion.certified' || type.startsWith('purge.');

export const purgeCertificate = ({ purge, ...end }: PurgeEnd): PurgeCertificate => ({
  format: 'tenure-purge/1',
  ...purge,
  ...end,
  method:
    'Rows were deleted from the tables of the product, files from its document store, process histories from Temporal; payloads of the audit trail were erased with their salts. This is logical deletion: storage media were not sanitised.',
  notCovered: [
    'Backups of the database and of the document store, until they expire. Whoever restores one purges again.',
    'Mails that were delivered, and events that were sent to other systems.',
    'Archives and exports that were downloaded.',
    'Logs, which name people and engagements by their ids, until they expire.',
    'Lessons that were written for later engagements.',
    'Records of the vendor, and requests that belong to no engagement.',
  ],
});
