import { localDate } from '../../domain/calendar/zone';
import type { Person } from '../../domain/people/people';
import type { Absence } from '../../domain/people/schema';
import { absencesOf } from '../../db/stores/absences';
import { findPeople } from '../../db/stores/people';
import { listPolicies } from '../../db/stores/policies';
import { knownLabel } from '../../templates/catalog';
import type { AbsenceRow } from '../../templates/people-page-data';
import type { Visit } from '../pages/visit';

/** Names an absence among those of one person: they have no two that begin on one day for one policy. */
export const absenceKey = ({ from, to, substituteId, policyKeys = [] }: Absence): string =>
  [from, to, substituteId, ...policyKeys].join('.');

/** Policies that an absence can be limited to, by their titles. */
export const policyTitles = async ({ deps, reader }: Visit): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await listPolicies(deps.db)).map(({ key, title }) => [key, knownLabel(reader.locale, 'policy', title) ?? title]),
  );

export async function absenceRows(visit: Visit, person: Person): Promise<readonly AbsenceRow[]> {
  const { db, clock } = visit.deps;
  const absences = await absencesOf(db, person.id);
  const substitutes = await findPeople(
    db,
    absences.map(({ substituteId }) => substituteId),
  );
  const titles = absences.some(({ policyKeys }) => policyKeys) ? await policyTitles(visit) : new Map<string, string>();
  const today = localDate(person.timeZone, clock());
  return absences.map((absence) => ({
    key: absenceKey(absence),
    from: absence.from,
    to: absence.to,
    substitute: substitutes.find(({ id }) => id === absence.substituteId)?.name ?? '',
    policies: (absence.policyKeys ?? []).map((key) => titles.get(key) ?? key),
    includePending: absence.includePending,
    state: absence.to < today ? 'past' : absence.from > today ? 'coming' : 'now',
  }));
}
