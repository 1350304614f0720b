import type { Certificate, SignedCertificate } from '../../domain/exit/certificate-schema';
import type { CanaryScan, Declaration } from '../../domain/exit/deletion-schema';
import type { Locale } from '../../domain/people/people';
import { labelOf, translate } from '../catalog';
import { formatDay, formatInstant, formatNumber } from '../format';
import { instantCell, numberCell, textCell } from '../pack/cells';
import type { PackTable, PaperDocument } from '../pack/document';
import { column, tableOrNull } from '../pack/tables';

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
}

interface Issued {
  readonly signed: SignedCertificate;
  readonly certificate: Certificate;
}

interface About {
  readonly number: string;
  readonly title: string;
}

type Part = PaperDocument['parts'][number];

/** The certificate for one reader. What is proven, what is only declared and what is not covered stand in parts of their own. */
export function certificateDocument(issued: Issued, about: About, reading: Reading): PaperDocument {
  const { locale } = reading;
  const { certificate, signed } = issued;
  return {
    lang: locale,
    title: translate(locale, 'certificate.title', { title: certificate.dataset.title }),
    facts: factsOf(issued, about, reading),
    parts: [
      partOf('contents', contentsTable(certificate, reading), reading),
      partOf('verified', verifiedTable(certificate, reading), reading),
      partOf('people', peopleTable(certificate, reading), reading),
      partOf('declared', declaredTable(issued, reading), reading),
      partOf('not-covered', notCoveredTable(certificate, reading), reading),
    ],
    sha256: signed.sha256,
    seal: 'certificate.seal',
    builtAt: Date.parse(certificate.issuedAt),
  };
}

const LED: readonly string[] = ['declared', 'not-covered'];

const partOf = (key: string, table: PackTable | null, { locale }: Reading): Part => ({
  key,
  title: labelOf(locale, 'certificate-part', key),
  empty: labelOf(locale, 'certificate-empty', key),
  lead: LED.includes(key) && table ? labelOf(locale, 'certificate-lead', key) : null,
  charts: [],
  table,
});

function factsOf({ certificate, signed }: Issued, about: About, reading: Reading): PaperDocument['facts'] {
  const { locale } = reading;
  const at = (instant: string): string => formatInstant(Date.parse(instant), reading);
  const { id, issuedAt, deleted, manifestSha256, tombstonesSha256, dataset } = certificate;
  const facts: readonly (readonly [string, string | null])[] = [
    ['fact.engagement', translate(locale, 'word.engagement', { number: about.number, title: about.title })],
    ['certificate.no', id],
    ['certificate.issued', at(issuedAt)],
    ['certificate.dataset', dataset.key],
    ['certificate.personal-data', labelOf(locale, 'certificate-personal', dataset.personalData ? 'yes' : 'no')],
    ['certificate.deleted', deleted && `${at(deleted.from)} – ${at(deleted.until)}`],
    ['certificate.method', methodOf(certificate, locale)],
    ['certificate.manifest', manifestSha256],
    ['certificate.tombstones', tombstonesSha256],
    ['certificate.key', signed.publicKey],
    ['certificate.signature', signed.signature],
  ];
  return facts.flatMap(([key, value]) => (value === null ? [] : [{ name: translate(locale, key), value }]));
}

/** Certificates of earlier versions do not say of which kind their source was. */
const methodOf = ({ kind, method }: Certificate, locale: Locale): string =>
  kind ? labelOf(locale, 'certificate-method', kind) : method;

function contentsTable({ contents, counts, scope }: Certificate, reading: Reading): PackTable | null {
  const columns = [
    column(reading, 'certificate.place'),
    column(reading, 'certificate.units', 'number'),
    column(reading, 'certificate.rows', 'number'),
    column(reading, 'certificate.bytes', 'number'),
  ];
  const listed = contents.length > 0 ? contents : [{ name: scope.join(', '), ...counts }];
  const total = { name: translate(reading.locale, 'certificate.total'), ...counts };
  const rows = [...listed, ...(listed.length > 1 ? [total] : [])].map(({ name, units, rows: of, bytes }) => [
    textCell(name),
    ...[units, of, bytes].map((figure) => numberCell(figure, reading)),
  ]);
  return tableOrNull(columns, rows);
}

function verifiedTable({ scan, canaries }: Certificate, reading: Reading): PackTable | null {
  const columns = [
    column(reading, 'certificate.check'),
    column(reading, 'certificate.when'),
    column(reading, 'certificate.result'),
  ];
  const { locale } = reading;
  const result = (key: string, values: object = {}) => translate(locale, `certificate.${key}`, { ...values });
  const rows = [
    [
      textCell(result('check-remaining')),
      instantCell(scan.at, reading),
      textCell(result('remaining', { count: scan.remaining }), scan.remaining === 0 ? 'good' : 'bad'),
    ],
  ];
  if (!canaries) return tableOrNull(columns, [...rows, [textCell(result('check-none')), textCell('–'), textCell('–')]]);
  const looks = [
    ['check-before', canaries.before],
    ['check-after', canaries.after],
  ] as const;
  return tableOrNull(columns, [
    ...rows,
    ...looks.map(([key, look]) => [
      textCell(`${result(key)} ${searchedBy(look, reading)}`),
      instantCell(look.at, reading),
      textCell(result('found', { found: look.found, planted: look.planted })),
    ]),
  ]);
}

function searchedBy({ searched, unread }: CanaryScan, { locale }: Reading): string {
  const { tables, files, bytes } = searched;
  const values = {
    tables: formatNumber(tables, locale),
    files: formatNumber(files, locale),
    bytes: formatNumber(bytes, locale),
  };
  const text = translate(locale, 'certificate.searched', values);
  return unread.length === 0
    ? text
    : `${text} ${translate(locale, 'certificate.unread', { names: unread.join(', ') })}`;
}

function peopleTable({ people }: Certificate, reading: Reading): PackTable | null {
  const columns = [column(reading, 'certificate.name'), column(reading, 'certificate.did')];
  const did = (part: string): string => labelOf(reading.locale, 'certificate-did', part);
  return tableOrNull(
    columns,
    people.map(({ name, part }) => [textCell(name), textCell(did(part))]),
  );
}

function declaredTable({ certificate, signed }: Issued, reading: Reading): PackTable | null {
  const { locale } = reading;
  const columns = [
    column(reading, 'certificate.statement'),
    column(reading, 'certificate.about'),
    column(reading, 'certificate.declared-by'),
    column(reading, 'certificate.gone-by'),
  ];
  const since = new Set(signed.declaredSince.map(({ id }) => id));
  const rows = [...certificate.declarations, ...signed.declaredSince].map((said) => [
    textCell([said.statement, said.evidence, ...(since.has(said.id) ? [translate(locale, 'certificate.since')] : [])].filter((text) => text !== null).join(' · ')), // prettier-ignore
    textCell(aboutOf(said, locale)),
    textCell(`${said.declaredBy}, ${formatDay(said.declaredOn, locale)}`),
    textCell(said.goneBy === null ? '–' : formatDay(said.goneBy, locale)),
  ]);
  return tableOrNull(columns, rows);
}

const aboutOf = ({ about, party }: Declaration, locale: Locale): string =>
  party === null ? labelOf(locale, 'declared', about) : `${labelOf(locale, 'declared', about)}: ${party}`;

function notCoveredTable({ notReached, exceptions, undeclared }: Certificate, reading: Reading): PackTable | null {
  const { locale } = reading;
  const limits =
    notReached.length > 0 ? notReached.map((code) => labelOf(locale, 'certificate-limit', code)) : exceptions;
  const silent = undeclared.map((name) => translate(locale, 'certificate.undeclared', { name }));
  return tableOrNull(
    [column(reading, 'certificate.limit')],
    [...silent, ...limits].map((text) => [textCell(text)]),
  );
}
