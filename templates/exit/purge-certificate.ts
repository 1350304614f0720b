import type { Signed } from '../../domain/exit/manifest';
import type { PurgeCertificate } from '../../domain/exit/purge-schema';
import { toMoneyText } from '../../domain/money';
import { labelOf, translate } from '../catalog';
import { formatDay, formatInstant, formatMoney, formatNumber } from '../format';
import { moneyCell, numberCell, textCell } from '../pack/cells';
import type { PackReader, PackTable, PaperDocument } from '../pack/document';
import { column } from '../pack/tables';

type Reading = Pick<PackReader, 'locale' | 'timeZone'>;
type Part = PaperDocument['parts'][number];

export interface IssuedPurge {
  readonly signed: Signed<PurgeCertificate>;
  /** SHA-256 of the content, as it stands in the trail. */
  readonly sha256: string;
  /** Names of people by id; of whom nothing is known any more, the id stands. */
  readonly nameOf: (id: string) => string;
}

/** The certificate of a purge for one reader: what went, what stays and what it says nothing about. */
export function purgeDocument({ signed, sha256, nameOf }: IssuedPurge, reading: Reading): PaperDocument {
  const { content } = signed;
  const { locale } = reading;
  return {
    lang: locale,
    title: translate(locale, 'purge.title', { number: content.kept.number }),
    facts: [...factsOf(content, reading), ...signatureOf(signed, reading)],
    parts: [
      partOf('gone', goneTable(content, reading), reading),
      partOf('people', peopleTable(content, nameOf, reading), reading),
      partOf('stays', staysTable(content, nameOf, reading), reading),
      partOf('invoices', invoicesTable(content, reading), reading),
      partOf('not-covered', notCoveredTable(content, reading), reading),
    ],
    sha256,
    seal: 'certificate.seal',
    builtAt: Date.parse(content.endedAt),
  };
}

const partOf = (key: string, table: PackTable | null, { locale }: Reading): Part => ({
  key,
  title: labelOf(locale, 'purge-part', key),
  empty: labelOf(locale, 'purge-empty', key),
  lead: null,
  charts: [],
  table,
});

const facts = ({ locale }: Reading, pairs: readonly (readonly [string, string])[]): PaperDocument['facts'] =>
  pairs.map(([key, value]) => ({ name: translate(locale, key), value }));

function factsOf(content: PurgeCertificate, reading: Reading): PaperDocument['facts'] {
  return facts(reading, [
    ['certificate.no', content.id],
    ['certificate.issued', formatInstant(Date.parse(content.endedAt), reading)],
    ['fact.reason', content.reason],
    ['certificate.method', translate(reading.locale, `purge-method.${content.format}`)],
    ['purge.archive', content.archiveSha256],
    ['certificate.tombstones', content.tombstonesSha256],
    ['purge.remaining', formatNumber(content.remaining, reading.locale)],
  ]);
}

const signatureOf = ({ publicKey, signature }: Signed<PurgeCertificate>, reading: Reading): PaperDocument['facts'] =>
  facts(reading, [
    ['certificate.key', publicKey],
    ['certificate.signature', signature],
  ]);

/** Classes are tables of the product, files and histories: operators know them by these names. */
function goneTable({ erased }: PurgeCertificate, reading: Reading): PackTable | null {
  const rows = Object.entries(erased)
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  if (rows.length === 0) return null;
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  return {
    columns: [column(reading, 'certificate.place'), column(reading, 'purge.count', 'number')],
    rows: [...rows, [translate(reading.locale, 'certificate.total'), total] as const].map(([name, count]) => [
      textCell(name),
      numberCell(count, reading),
    ]),
  };
}

function peopleTable(content: PurgeCertificate, nameOf: IssuedPurge['nameOf'], reading: Reading): PackTable {
  const did = (key: string, at: string) =>
    `${translate(reading.locale, key)}, ${formatInstant(Date.parse(at), reading)}`;
  return {
    columns: [column(reading, 'certificate.name'), column(reading, 'certificate.did')],
    rows: [
      [textCell(nameOf(content.requestedById)), textCell(did('purge.asked', content.requestedAt))],
      [textCell(nameOf(content.confirmedById)), textCell(did('purge.confirmed', content.confirmedAt))],
    ],
  };
}

function staysTable({ kept }: PurgeCertificate, nameOf: IssuedPurge['nameOf'], reading: Reading): PackTable {
  const { locale } = reading;
  const day = (date: string | null) => date && formatDay(date, locale);
  const sum = (key: 'net' | 'payable' | 'disputed') =>
    kept.settlement && formatMoney(toMoneyText(kept.settlement[key]));
  const lines: readonly (readonly [string, string | null])[] = [
    ['fact.engagement', kept.number],
    ['fact.vendor', kept.vendorName],
    ['fact.owner', nameOf(kept.ownerId)],
    ['purge.opened', formatInstant(Date.parse(kept.openedAt), reading)],
    ['purge.live', day(kept.liveOn)],
    ['fact.ended-on', day(kept.serviceEnded)],
    ['purge.kept-until', day(kept.keptUntil)],
    ['fact.net', sum('net')],
    ['fact.payable', sum('payable')],
    ['fact.disputed', sum('disputed')],
  ];
  const known = lines.flatMap(([key, value]) => (value === null ? [] : [[translate(locale, key), value]]));
  const proofs = kept.deletionCertificates.map(({ dataset, sha256 }) => [
    translate(locale, 'purge.deletion', { dataset }),
    sha256,
  ]);
  return {
    columns: [column(reading, 'fact.about'), column(reading, 'certificate.statement')],
    rows: [...known, ...proofs].map((line) => line.map((text) => textCell(text))),
  };
}

function invoicesTable({ kept }: PurgeCertificate, reading: Reading): PackTable | null {
  if (kept.invoices.length === 0) return null;
  return {
    columns: [
      column(reading, 'credit-column.invoice'),
      column(reading, 'fact.period'),
      column(reading, 'purge.billed', 'amount'),
      column(reading, 'purge.paid', 'amount'),
    ],
    rows: kept.invoices.map(({ number, period, billed, paid }) => [
      textCell(number),
      textCell(period),
      moneyCell(toMoneyText(billed)),
      moneyCell(toMoneyText(paid)),
    ]),
  };
}

/** The texts of a format never change, so that they can be told in the language of the reader. */
const notCoveredTable = ({ format, notCovered }: PurgeCertificate, reading: Reading): PackTable => ({
  columns: [column(reading, 'certificate.limit')],
  rows: notCovered.map((_text, index) => [textCell(translate(reading.locale, `purge-limit.${format}.${index + 1}`))]),
});
