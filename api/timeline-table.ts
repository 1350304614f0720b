import type { AuditLine } from '../db/read/audit';
import type { Person } from '../domain/people/people';
import { labelOf, translate } from '../templates/catalog';
import type { Fact } from '../templates/facts';
import { fieldName } from '../templates/field-name';
import { valueText } from '../templates/helpers';
import { factsForPeople } from './pages/engagement-timeline';
import { type Columns, type NameOf, tableOf } from './record-sheet';
import type { SheetTable } from './sheets/sheet';

const COLUMNS: Columns = [
  ['recorded', 'text'],
  ['type', 'text'],
  ['by', 'text'],
  ['on-behalf-of', 'text'],
  ['channel', 'text'],
  ['about', 'text'],
];

/** What happened to an engagement, as its timeline tells it, with all that an entry tells. */
export function timelineTable(
  lines: readonly AuditLine[],
  { reader, nameOf }: { readonly reader: Pick<Person, 'locale' | 'timeZone'>; readonly nameOf: NameOf },
): SheetTable {
  const { locale } = reader;
  const told = (fact: Fact): string =>
    `${fieldName(locale, fact.key)}${translate(locale, 'word.colon')}${valueText(fact, reader)}`;
  return tableOf('timeline', COLUMNS, {
    locale,
    rows: lines.map(({ at, type, actorId, onBehalfOfId, channel, payload }) => [
      at,
      labelOf(locale, 'event', type),
      ...[nameOf(actorId), nameOf(onBehalfOfId)],
      labelOf(locale, 'channel', channel),
      factsForPeople(payload).map(told).join('; ') || null,
    ]),
  });
}
