import { engagementAccess } from '../../domain/engagement/access';
import { deletionObjection } from '../../domain/exit/deletion';
import { datasetObjection, type DatasetState, mayRedefine } from '../../domain/exit/states';
import { waitingObjection } from '../../domain/exit/waiting-period';
import { hasRole, type Person } from '../../domain/people/people';
import { deletionFacts } from '../../db/read/deletion-facts';
import type { Db } from '../../db/knex';
import type { Dataset } from '../../db/stores/datasets';
import type { EngagementRow } from '../../db/stores/engagements';
import { activeHolds, proposedWaiver, waitingDays } from '../../db/stores/exit-holds';
import type { DeletionBars } from '../../templates/exit-part-data';
import type { FormLink } from '../../templates/record-form-data';
import { HOLD_LIFTERS, HOLDERS } from '../deletion-bars';
import { teamOf } from '../engagement-scope';
import { linksTo } from './form-links';
import { namesOf } from './request-view';

export interface DatasetReader {
  readonly row: EngagementRow;
  readonly person: Person;
  readonly now: number;
}

const mayEdit = ({ row, person }: DatasetReader): boolean => engagementAccess('edit', person, teamOf(row)) === null;

/** What may be written down about all data of an exit. */
export const inventoryForms = (reader: DatasetReader): readonly FormLink[] =>
  linksTo(reader.row, [
    ...(mayEdit(reader) ? ['dataset', 'waiting-period'] : []),
    ...(hasRole(reader.person, ...HOLDERS) ? ['legal-hold'] : []),
  ]);

const AT_WORK: readonly DatasetState[] = ['exporting', 'verifying', 'deletion-requested', 'deleted'];

/** What may be done about one dataset now. */
export function datasetForms(
  reader: DatasetReader,
  { key, state }: Pick<Dataset, 'key' | 'state'>,
): readonly FormLink[] {
  if (!mayEdit(reader)) return [];
  const may = (form: string, allowed: boolean): readonly string[] => (allowed ? [form] : []);
  const forms = [
    ...may('dataset', mayRedefine(state)),
    ...may('dataset-migration', !AT_WORK.includes(state)),
    ...may('dataset-receipt', datasetObjection(state, 'acknowledged') === null),
    ...may('dataset-deletion', datasetObjection(state, 'deletion-requested') === null),
    ...may('canaries', state !== 'deleted'),
    ...may('deletion-declaration', state !== 'deleted'),
  ];
  return linksTo(reader.row, forms, key);
}

/** What a deletion that is to come still waits for, as keys of `deletion-condition.<key>`. */
export async function deletionMissing(db: Db, dataset: Dataset, now: number): Promise<readonly string[]> {
  if (dataset.state !== 'acknowledged' && dataset.state !== 'deletion-requested') return [];
  return (deletionObjection(await deletionFacts(db, dataset, now))?.errors ?? []).map(({ path }) => path);
}

/** How long sources stay, and what forbids that they go. */
export async function deletionBars(
  db: Db,
  { row, person }: DatasetReader,
  datasets: readonly Dataset[],
): Promise<DeletionBars> {
  const [days, proposal, holds] = await Promise.all([
    waitingDays(db, row.id),
    proposedWaiver(db, row.id),
    activeHolds(db, row.id),
  ]);
  const nameOf = await namesOf(db, [proposal?.askedBy ?? null]);
  const mayConfirm = proposal !== null && waitingObjection(proposal, person) === null;
  const mayLift = hasRole(person, ...HOLD_LIFTERS);
  return {
    days,
    proposal: proposal && {
      ...{ days: proposal.days, reason: proposal.reason, name: nameOf(proposal.askedBy) },
      forms: mayConfirm ? linksTo(row, ['waiting-period-confirm'], proposal.id) : [],
    },
    holds: holds.map(({ id, reason, datasetKey }) => ({
      reason,
      title: datasets.find(({ key }) => key === datasetKey)?.title ?? datasetKey,
      forms: mayLift ? linksTo(row, ['legal-hold-lift'], id) : [],
    })),
  };
}
