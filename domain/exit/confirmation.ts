import type { WorkCalendar } from '../calendar/schema';
import { dueAfter } from '../action-item/due';
import type { AgendaItem } from '../engagement/agenda';
import type { ExitRules } from './rules-schema';

/** The vendor is asked to agree, then recalled; then the owner hears that it is silent. Silence never agrees. */
export const SETTLEMENT_NEWS = ['ask', 'recall', 'silent'] as const;
export type SettlementNews = (typeof SETTLEMENT_NEWS)[number];

/** The question to the vendor about one state of the account. */
export interface SettlementAsk {
  /** Of the account that it is about. */
  readonly sha256: string;
  readonly askedAt: number;
  readonly recallAt: number;
  readonly silentAt: number;
  readonly said: readonly string[];
}

interface Asking {
  readonly calendar: WorkCalendar;
  readonly rules: Pick<ExitRules, 'recallDays' | 'silentDays'>;
  readonly now: number;
}

/** When the vendor is recalled and when the owner hears of its silence, in business days of the engagement. */
export function askTimes({ calendar, rules, now }: Asking): Pick<SettlementAsk, 'askedAt' | 'recallAt' | 'silentAt'> {
  const after = (days: number): number => dueAfter(calendar, { from: now, days });
  return { askedAt: now, recallAt: after(rules.recallDays), silentAt: after(rules.silentDays) };
}

/** What is still to be said about a question that has no answer. */
export const settlementSteps = ({ sha256, askedAt, recallAt, silentAt, said }: SettlementAsk): readonly AgendaItem[] =>
  Object.entries({ ask: askedAt, recall: recallAt, silent: silentAt })
    .filter(([word]) => !said.includes(word))
    .map(([word, at]) => ({
      key: `settlement:${sha256.slice(0, 16)}:${word}`,
      kind: 'settlement',
      at,
      facts: { word, sha256 },
    }));
