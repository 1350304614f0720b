import type { Statement } from '../../domain/exit/statement-schema';
import { isCharge } from '../../domain/exit/settlement-kinds';
import type { MoneyText } from '../../domain/money';
import type { Locale } from '../../domain/people/people';
import { labelOf, translate } from '../catalog';
import { formatDay, formatInstant } from '../format';
import { instantCell, moneyCell, numberCell, textCell } from '../pack/cells';
import type { PackCell, PackTable, PaperDocument } from '../pack/document';
import { column, tableOrNull } from '../pack/tables';

interface Reading {
  readonly locale: Locale;
  readonly timeZone: string;
}

/** The statement for one reader, in their language and time zone. The same statement reads the same for ever. */
export function statementDocument(statement: Statement, reading: Reading): PaperDocument {
  const say = (key: string, values = {}): string => translate(reading.locale, key, values);
  const tables = { lines: linesTable, sums: sumsTable, disputes: disputesTable, agreement: agreementTable };
  return {
    lang: reading.locale,
    title: say('settlement.title', { title: statement.engagement.title }),
    facts: factsOf(statement, reading),
    parts: Object.entries(tables).map(([key, tableOf]) => ({
      key,
      title: labelOf(reading.locale, 'statement-part', key),
      empty: labelOf(reading.locale, 'statement-empty', key),
      lead: null,
      charts: [],
      table: tableOf(statement, reading),
    })),
    sha256: statement.sha256,
    seal: 'settlement.seal',
    builtAt: lastChange(statement),
  };
}

/** When something of it changed last. */
const lastChange = ({ approvedAt, disputes, confirmations }: Statement): number =>
  Math.max(
    ...[approvedAt, ...disputes.map(({ resolvedAt, raisedAt }) => resolvedAt ?? raisedAt)].map(Date.parse),
    ...confirmations.map(({ at }) => Date.parse(at)),
  );

function factsOf(statement: Statement, { locale, timeZone }: Reading): PaperDocument['facts'] {
  const { engagement, vendor, effectiveDate, approvedAt, approval } = statement;
  const facts: readonly (readonly [string, string | null])[] = [
    ['fact.engagement', translate(locale, 'word.engagement', engagement)],
    ['fact.vendor', vendor],
    ['fact.effective-date', effectiveDate === null ? null : formatDay(effectiveDate, locale)],
    ['settlement.approved-at', formatInstant(Date.parse(approvedAt), { locale, timeZone })],
    ['settlement.approved-hash', approval?.subjectHash ?? null],
  ];
  return facts.flatMap(([key, value]) => (value === null ? [] : [{ name: translate(locale, key), value }]));
}

const NOTHING: PackCell = { text: '', value: null, tone: null, align: 'num' };

function linesTable({ lines, disputes }: Statement, reading: Reading): PackTable | null {
  const columns = [
    column(reading, 'settlement.line'),
    column(reading, 'settlement.place', 'number'),
    column(reading, 'settlement.source'),
    column(reading, 'settlement.charge', 'amount'),
    column(reading, 'settlement.deduction', 'amount'),
  ];
  const rows = lines.map(({ kind, money, source, note, evidence }, index) => {
    const disputed = disputes.find(({ line }) => line === index + 1);
    const about = [source, note, evidence].filter((text) => text !== undefined).join(' · ');
    const sums = isCharge(kind) ? [moneyCell(money), NOTHING] : [NOTHING, moneyCell(money)];
    const tone = disputed?.outcome === null ? 'warn' : null;
    return [
      textCell(labelOf(reading.locale, 'settlement-line', kind), tone),
      numberCell(index + 1, reading),
      textCell(about),
      ...sums,
    ];
  });
  return tableOrNull(columns, rows);
}

function sumsTable({ net, payable, disputedTotal, adjusted }: Statement, reading: Reading): PackTable | null {
  const sums: readonly (readonly [string, MoneyText])[] = [
    ['fact.net', net],
    ['fact.payable', payable],
    ['settlement.suspense', disputedTotal],
    ['settlement.adjusted', adjusted],
  ];
  const columns = [column(reading, 'settlement.sum'), column(reading, 'settlement.amount', 'amount')];
  return tableOrNull(
    columns,
    sums.map(([key, money]) => [textCell(translate(reading.locale, key)), moneyCell(money)]),
  );
}

function disputesTable({ disputes }: Statement, reading: Reading): PackTable | null {
  const { locale } = reading;
  const columns = [
    column(reading, 'settlement.why'),
    column(reading, 'settlement.place', 'number'),
    column(reading, 'pack.side'),
    column(reading, 'pack.state'),
    column(reading, 'settlement.final-sum', 'amount'),
    column(reading, 'settlement.adjusted', 'amount'),
  ];
  const rows = disputes.map(({ line, side, reason, outcome, resolution, money, adjustment }) => [
    textCell([reason, resolution].filter((text) => text !== null).join(' → ')),
    numberCell(line, reading),
    textCell(labelOf(locale, 'pack-side', side)),
    textCell(labelOf(locale, 'settlement-dispute', outcome ?? 'open'), outcome === null ? 'warn' : 'good'),
    money ? moneyCell(money) : NOTHING,
    adjustment ? moneyCell(adjustment) : NOTHING,
  ]);
  return tableOrNull(columns, rows);
}

/** Ours is the approval of gate G6. */
function agreementTable({ approvedAt, approval, confirmations }: Statement, reading: Reading): PackTable | null {
  const { locale } = reading;
  const columns = [
    column(reading, 'settlement.who'),
    column(reading, 'pack.side'),
    column(reading, 'settlement.when'),
    column(reading, 'settlement.account'),
  ];
  const side = (word: string) => textCell(labelOf(locale, 'pack-side', word));
  const ours = [
    textCell(translate(locale, 'settlement.gate-passed')),
    side('us'),
    instantCell(approvedAt, reading),
    textCell(approval?.subjectHash.slice(0, 16) ?? ''),
  ];
  const theirs = confirmations.map(({ name, evidence, at, sha256, current }) => [
    textCell([name, evidence].filter((text) => text !== null).join(' · ')),
    side('vendor'),
    instantCell(at, reading),
    textCell(sha256.slice(0, 16), current ? 'good' : null),
  ]);
  return tableOrNull(columns, [ours, ...theirs]);
}
