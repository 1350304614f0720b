import type { Closing, Incident, IncidentView } from '../../domain/risk/record-schema';
import type { Db } from '../knex';
import { cutById, type Slice } from '../slice';
import type { Trx } from '../transaction';

interface Row {
  readonly id: string;
  readonly engagement_id: string;
  readonly definition: Incident;
  readonly closing: Closing | null;
  readonly version: number;
}

const toIncident = ({ id, definition, closing, version }: Row): IncidentView => ({
  id,
  ...definition,
  state: closing === null ? 'open' : 'closed',
  closing,
  version,
});

export async function insertIncident(
  trx: Trx,
  { id, engagementId, incident, now }: { id: string; engagementId: string; incident: Incident; now: number },
): Promise<void> {
  const columns = { id, engagement_id: engagementId, definition: JSON.stringify(incident), created_at: new Date(now) };
  await trx('incidents').insert(columns).onConflict('id').ignore();
}

export async function lockIncident(trx: Trx, engagementId: string, id: string): Promise<IncidentView | null> {
  const row = await trx<Row>('incidents').where({ id, engagement_id: engagementId }).forUpdate().first();
  return row ? toIncident(row) : null;
}

export async function saveIncident(
  trx: Trx,
  { id, version, closing, state: _state, ...incident }: IncidentView,
): Promise<void> {
  await trx('incidents')
    .where({ id })
    .update({
      definition: JSON.stringify(incident),
      closing: closing === null ? null : JSON.stringify(closing),
      version,
    });
}

/** In the order in which they were recorded. */
export async function incidentsOf(db: Db, engagementId: string, slice?: Slice): Promise<readonly IncidentView[]> {
  const all = db<Row>('incidents').where({ engagement_id: engagementId }).orderBy('id');
  const rows = await cutById(all, slice);
  return rows.map(toIncident);
}
