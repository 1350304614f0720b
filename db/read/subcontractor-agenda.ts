import type { AgendaItem } from '../../domain/engagement/agenda';
import type { State } from '../../domain/engagement/statuses';
import { unassessed } from '../../domain/residency/crossings';
import type { Subcontractor } from '../../domain/contract/subcontractor-schema';
import type { Db } from '../knex';
import { together } from '../together';
import type { EngagementRow } from '../stores/engagements';
import { privacyAssessmentOf } from '../stores/privacy-assessments';
import { borderAlarmsOf, subcontractorsOf, unalarmedSubcontractors } from '../stores/subcontractors';
import { hasNone } from './agenda-sources';
import { dataCrossings } from './data-crossings';

/** What a sub-contractor may be alarmed about, in the facts of its item. */
export const BORDER = 'border';

/** Whoever works without consent is due at once, and whoever takes data where nobody has assessed it. */
export async function subcontractorAgenda(
  db: Db,
  engagement: EngagementRow,
  now: number,
): Promise<readonly AgendaItem[]> {
  if (await hasNone(db, 'subcontractors', engagement.id)) return [];
  const [unapproved, abroad] = await together(db, [
    () => unalarmedSubcontractors(db, engagement.id),
    () => subcontractorsAbroad(db, engagement, now),
  ]);
  return [...unapproved.map((node) => item(node, {})), ...abroad.map((node) => item(node, { word: BORDER }))];
}

const item = ({ id, version }: Subcontractor, facts: { readonly word?: string }): AgendaItem => ({
  key: `subcontractor-alarm:${facts.word === undefined ? id : `${facts.word}:${id}`}:${version}`,
  kind: 'subcontractor-alarm',
  at: 0,
  facts: { subcontractor: id, ...facts },
});

/** Before there is a contract its gate asks for the assessment; afterwards an alarm has to. */
const UNDER_CONTRACT: readonly State[] = ['TRANSITION_IN', 'IN_SERVICE', 'SUSPENDED', 'EXITING'];

/** Who takes data of the running service into a country that nobody has assessed, and has raised no alarm for it yet. */
export async function subcontractorsAbroad(
  db: Db,
  engagement: EngagementRow,
  now: number,
): Promise<readonly Subcontractor[]> {
  if (!UNDER_CONTRACT.includes(engagement.state)) return [];
  const alarmed = await borderAlarmsOf(db, engagement.id);
  if (alarmed.size === 0) return [];
  const [nodes, crossings, { assessment }] = await together(db, [
    () => subcontractorsOf(db, engagement.id),
    () => dataCrossings(db, engagement, { now }),
    () => privacyAssessmentOf(db, engagement.id),
  ]);
  const open = unassessed(crossings, assessment);
  const carries = ({ name, country }: Subcontractor): boolean =>
    crossings.some((one) => one.by === 'subcontractor' && one.name === name && one.country === country);
  return nodes.filter((node) => open.includes(node.country) && alarmed.get(node.id) !== node.country && carries(node));
}
