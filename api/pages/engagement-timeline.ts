import { EVENT_GROUPS, EVENT_SIDES, type TimelineFilter } from '../../domain/engagement/timeline-schema';
import type { AuditLine } from '../../db/read/audit';
import { engagementTrail } from '../../db/read/engagement-trail';
import type { Db } from '../../db/knex';
import { findPeople } from '../../db/stores/people';
import type { EngagementParts } from '../../templates/engagement-page-data';
import { engagementTab, type EngagementTab } from '../../templates/engagement-parts';
import { type Fact, factsOf } from '../../templates/facts';
import { listSheets } from '../../templates/sheets';

/** Beside everything else of the overview, and where somebody reads on. */
const NEWEST = 12;
const OLDER = 30;

export interface TimelineSeen extends TimelineFilter {
  /** Entries before this one; null for the newest. */
  readonly before: number | null;
  /** Where it is read, and is read on: the overview, or all parts on one page. */
  readonly tab: EngagementTab;
}

type Timeline = Pick<EngagementParts['overview'], 'events' | 'olderEvents' | 'eventFilter' | 'eventSheets'>;

/** What happened, newest first. */
export async function timelineOf(db: Db, id: string, { before, event, by, tab }: TimelineSeen): Promise<Timeline> {
  const filter = { ...(event && { event }), ...(by && { by }) };
  const narrowed = Object.keys(filter).length > 0;
  const most = before === null && !narrowed ? NEWEST : OLDER;
  const lines = await engagementTrail(db, id, { ...filter, before, limit: most + 1 });
  const shown = lines.slice(0, most);
  const last = shown.at(-1);
  const here = `/engagements/${id}`;
  const part = tab === 'all' ? { part: tab } : {};
  const olderOf = (seq: number): string =>
    `${here}?${new URLSearchParams({ ...part, ...filter, before: String(seq) }).toString()}#timeline`;
  return {
    events: await eventsOf(db, shown),
    olderEvents: lines.length > most && last ? olderOf(last.seq) : null,
    eventFilter: {
      action: `${here}#timeline`,
      part: part.part ?? null,
      groups: EVENT_GROUPS.map((word) => ({ word, current: word === event })),
      sides: EVENT_SIDES.map((word) => ({ word, current: word === by })),
      clearHref: narrowed ? `${engagementTab(id, tab)}#timeline` : null,
    },
    eventSheets: listSheets(`/api/v1/engagements/${id}/timeline/export`, filter),
  };
}

/** Entries of trails as people read them. */
export async function eventsOf(
  db: Db,
  lines: readonly Omit<AuditLine, 'seq' | 'hash'>[],
): Promise<EngagementParts['overview']['events']> {
  const people = await findPeople(
    db,
    lines.flatMap(({ actorId, onBehalfOfId }) => [actorId, onBehalfOfId].filter((one) => one !== null)),
  );
  const nameOf = (person: string | null): string | null => people.find((one) => one.id === person)?.name ?? null;
  return lines.map((line) => ({
    at: Date.parse(line.at),
    actor: nameOf(line.actorId),
    onBehalfOf: nameOf(line.onBehalfOfId),
    channel: line.channel,
    type: line.type,
    facts: factsForPeople(line.payload).slice(0, 4),
  }));
}

/** What an entry tells besides its type. An id names nothing to people; the whole entry is kept in the trail. */
export const factsForPeople = (payload: AuditLine['payload']): readonly Fact[] => factsOf(payload).filter(isForPeople);
const isForPeople = ({ value }: Fact): boolean => value.kind !== 'text' || !UUID.test(value.text);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
