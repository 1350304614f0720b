import type { RequestExport } from '../../domain/approval/export-schema';
import type { Person } from '../../domain/people/people';
import type { PageData } from '../../templates/page-data';
import { factsOf } from '../../templates/facts';
import { requestTitle } from '../../templates/request-title';
import { renderPage } from '../../templates/render';
import { type PageDeps, type Reader, shellFor } from './reader';
import { pageRequest } from './request-view';

type Deps = Pick<PageDeps, 'db' | 'clock' | 'config'>;

/** An export to print, in the language of its reader. */
export async function exportDocument(deps: Deps, exported: RequestExport, person: Person): Promise<string> {
  const here = `/requests/${exported.request.id}/export`;
  const reader = { person, locale: person.locale, timeZone: person.timeZone, subject: 'visitor', here };
  return renderPage('export', person.locale, await exportData(deps, exported, reader));
}

/** What the printed form shows: the request as on its page, its versions, and its trail with the result of verifying it. */
export async function exportData(deps: Deps, exported: RequestExport, reader: Reader): Promise<PageData['export']> {
  const { request, audit, people } = exported;
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? id));
  const shown = await pageRequest(deps.db, request, { linkEngagement: false });
  return {
    // No menu on paper.
    shell: shellFor({ ...reader, person: null }, deps, { title: requestTitle(reader.locale, shown) }),
    request: shown,
    jsonHref: `/api/v1/requests/${request.id}/export?format=json`,
    exportedAt: Date.parse(exported.exportedAt),
    exportedBy: nameOf(exported.exportedById) ?? '',
    versions: exported.subjectVersions.map(({ hash, title, data, createdAt, intact }) => ({
      hash,
      title,
      at: Date.parse(createdAt),
      facts: factsOf(data),
      intact,
    })),
    policies: exported.policyVersions.map(({ key, version, title }) => ({ key, version, title })),
    stream: audit.stream,
    isExcerpt: audit.extent === 'excerpt',
    intact: audit.verification.intact,
    entries: audit.entries.map(({ seq, at, actorId, onBehalfOfId, channel, type, payload, hash }) => ({
      seq,
      at,
      actor: nameOf(actorId),
      onBehalfOf: nameOf(onBehalfOfId),
      channel,
      type,
      facts: factsOf(named(payload, names)),
      hash,
      broken: audit.verification.brokenSeqs.includes(seq),
    })),
  };
}

/** A payload in which the ids of people are their names. */
function named(payload: Readonly<Record<string, unknown>>, names: ReadonlyMap<string, string>) {
  const nameIn = (value: unknown): unknown => (typeof value === 'string' ? (names.get(value) ?? value) : value);
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]) => [key, Array.isArray(value) ? value.map(nameIn) : nameIn(value)]),
  );
}
