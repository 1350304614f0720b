import type { RequestExport } from '../../domain/approval/export-schema';
import { REASON_CODES } from '../../domain/approval/words';
import type { Locale, Person } from '../../domain/people/people';
import { labelOf } from '../../templates/catalog';
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
      facts: factsOf(named(payload, { names, locale: reader.locale })),
      hash,
      broken: audit.verification.brokenSeqs.includes(seq),
    })),
  };
}

interface Words {
  readonly names: ReadonlyMap<string, string>;
  readonly locale: Locale;
}

/** A payload in which people stand by their names and reasons in words. */
function named(payload: Readonly<Record<string, unknown>>, words: Words) {
  const say = (value: unknown): unknown => (typeof value === 'string' ? inWords(value, words) : value);
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]) => [key, Array.isArray(value) ? value.map(say) : say(value)]),
  );
}

/** An id, a code, or both: who was asked in place of somebody, and why. */
function inWords(text: string, { names, locale }: Words): string {
  const wordOf = (word: string): string => {
    if (Object.hasOwn(REASON_CODES, word)) return labelOf(locale, 'reason', word);
    return names.get(word) ?? word;
  };
  const [first = '', second, ...rest] = text.split(' ');
  const isPair = second !== undefined && rest.length === 0 && names.has(first) && Object.hasOwn(REASON_CODES, second);
  return isPair ? `${wordOf(first)} · ${wordOf(second)}` : wordOf(text);
}
