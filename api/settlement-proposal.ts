import { BY_HAND, type Proposal } from '../domain/exit/proposal';
import type { Basis } from '../domain/exit/proposed-line';
import type { ProposalView } from '../domain/exit/proposal-schema';
import { isCharge } from '../domain/exit/settlement-kinds';
import { toMoneyText } from '../domain/money';
import type { Locale } from '../domain/people/people';
import { translate } from '../templates/catalog';
import { formatMoney } from '../templates/format';

interface Reading {
  readonly currency: string;
  readonly locale: Locale;
}

/** A proposal in somebody's language. */
export function proposalView({ lines, omitted }: Proposal, reading: Reading): ProposalView {
  const money = (minor: number) => toMoneyText({ minor, currency: reading.currency });
  return {
    lines: lines.map(({ kind, minor, source, basis }) => ({
      ...{ kind, money: money(minor), source, note: noteOf(basis, reading) },
    })),
    net: money(lines.reduce((total, { kind, minor }) => total + (isCharge(kind) ? minor : -minor), 0)),
    byHand: [...BY_HAND],
    omitted: [...omitted],
  };
}

/** Fields of a basis that are counts and no sums of money. */
const COUNTS: ReadonlySet<string> = new Set(['days', 'daysInMonth']);

function noteOf({ rule, ...figures }: Basis, { currency, locale }: Reading): string {
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries<number>(figures))
    shown[name] = COUNTS.has(name) ? value : formatMoney(toMoneyText({ minor: value, currency }));
  return translate(locale, `settlement-basis.${rule}`, shown);
}
