import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { unalarmedSubcontractors } from '../stores/subcontractors';

/** Whoever works without consent is due at once. */
export async function subcontractorAgenda(db: Db, { id }: EngagementRow): Promise<readonly AgendaItem[]> {
  return (await unalarmedSubcontractors(db, id)).map((node) => ({
    key: `subcontractor-alarm:${node.id}:${node.version}`,
    kind: 'subcontractor-alarm',
    at: 0,
    facts: { subcontractor: node.id },
  }));
}
