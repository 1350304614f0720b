import { isEnded, type State } from '../engagement/statuses';
import type { Refusal } from '../errors';
import { hasRole, type Person, worksHere } from '../people/people';
import { type ExchangeColumn, exchangeColumn } from '../vendor/exchange';
import type { TimesheetLine } from './ledger-schema';

/** Hours of a day that one person can have worked, over all engagements. */
export const DAY_HOURS = 24;

interface Asked {
  readonly writer: Pick<Person, 'id' | 'roles'>;
  readonly personId: string;
  readonly ownerId: string;
}

/** The one answer to "may this person write hours of that person": one's own, or as owner or administrator anybody's. */
export const timesheetAccess = ({ writer, personId, ownerId }: Asked): Refusal | null =>
  worksHere(writer) && (writer.id === personId || writer.id === ownerId || hasRole(writer, 'admin'))
    ? null
    : { code: 'FORBIDDEN', message: 'Hours of others are written by the owner or an administrator.' };

interface Ledger {
  readonly state: State;
  readonly today: string;
  /** First day of the engagement on record. */
  readonly since: string;
  readonly closedMonths: ReadonlySet<string>;
}

/** Why no hours can be written for a day, or null. */
export function dayObjection(on: string, { state, today, since, closedMonths }: Ledger): Refusal | null {
  if (isEnded(state)) return { code: 'STATE_CONFLICT', message: `The engagement has ended (${state}).` };
  if (on > today) return { code: 'INVALID_FIELDS', message: 'lies in the future' };
  if (on < since) return { code: 'INVALID_FIELDS', message: `lies before the engagement (${since})` };
  return closedMonths.has(on.slice(0, 7))
    ? { code: 'STATE_CONFLICT', message: `The cost of ${on.slice(0, 7)} has been closed.` }
    : null;
}

/** Why a line cannot be taken back, or null. */
export const reversalObjection = (line: TimesheetLine, isReversed: boolean): Refusal | null =>
  line.reverses !== null || isReversed
    ? { code: 'STATE_CONFLICT', message: 'The line has been taken back, or takes another one back.' }
    : null;

/** Columns of the sheet that brings in hours. */
export const TIMESHEET_COLUMNS: readonly ExchangeColumn[] = [
  exchangeColumn(['on', 'date', true], ['Date', '日期'], ['A date such as 2027-03-05.', '日期，如 2027-03-05。']),
  exchangeColumn(
    ['person', 'text', false],
    ['Person', '人员'],
    ['E-mail of a person of your organisation; empty means yourself.', '本单位人员的邮箱；留空表示本人。'],
  ),
  exchangeColumn(['role', 'text', true], ['Role', '角色'], ['As the role rates name it.', '与角色费率中的名称一致。']),
  exchangeColumn(['hours', 'number', true], ['Hours', '工时'], ['Above 0, at most 24.', '大于 0，不超过 24。']),
  exchangeColumn(['note', 'text', false], ['Note', '备注'], ['Any text; may stay empty.', '任意文字，可留空。']),
];
