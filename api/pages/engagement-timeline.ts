import type { AuditLine } from '../../db/read/audit';
import { engagementTrail } from '../../db/read/engagement-trail';
import type { Db } from '../../db/knex';
import { findPeople } from '../../db/stores/people';
import type { EngagementParts } from '../../templates/engagement-page-data';
import { type Fact, factsOf } from '../../templates/facts';

/** Beside everything else of the overview, and where somebody reads on. */
const NEWEST = 12;
const OLDER = 30;

/** What happened, newest first. */
export async function timelineOf(
  db: Db,
  id: string,
  before: number | null,
): Promise<Pick<EngagementParts['overview'], 'events' | 'olderEvents'>> {
  const most = before === null ? NEWEST : OLDER;
  const lines = await engagementTrail(db, id, { before, limit: most + 1 });
  const shown = lines.slice(0, most);
  const last = shown.at(-1);
  return {
    events: await eventsOf(db, shown),
    olderEvents: lines.length > most && last ? `/engagements/${id}?before=${last.seq}#timeline` : null,
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
    facts: factsOf(line.payload).filter(isForPeople).slice(0, 4),
  }));
}

/** An id names nothing to people; the whole entry is kept in the trail. */
const isForPeople = ({ value }: Fact): boolean => value.kind !== 'text' || !UUID.test(value.text);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
