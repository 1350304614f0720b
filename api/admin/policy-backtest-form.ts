import { type Backtest, BacktestBody } from '../../domain/approval/backtest-schema';
import type { PolicyBody } from '../../domain/approval/schema';
import { addDays } from '../../domain/calendar/civil';
import { localDate } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import { translate } from '../../templates/catalog';
import type { BacktestView } from '../../templates/policy-page-data';
import { formField } from '../pages/csrf';
import type { Visit } from '../pages/visit';
import { backtestPolicy } from '../policy-backtest';
import { parseWith } from '../parse';
import type { FieldPlan } from '../record-form/plan';
import { stepTitle } from './policy-cards';

/** Either what past requests would have become, or why nobody can say. */
export interface BacktestRun {
  readonly result: BacktestView | null;
  readonly refusal: DomainError | null;
}

const LIMIT = 200;
const SHOWN = 50;
const YEAR_DAYS = 365;

export function backtestFields({ reader, deps, req }: Visit): readonly FieldPlan[] {
  const { locale, timeZone } = reader;
  const today = localDate(timeZone, deps.clock());
  const field = (name: 'from' | 'to', usual: string): FieldPlan => ({
    name: `test.${name}`,
    kind: 'day',
    label: translate(locale, `policy-backtest.${name}`),
    most: 10,
    value: formField(req, `test.${name}`) || usual,
  });
  return [field('from', addDays(today, -YEAR_DAYS)), field('to', today)];
}

/** What decided requests would have become; it only reads. */
export async function runBacktest(
  visit: Visit,
  { key, candidate }: { readonly key: string | null; readonly candidate: PolicyBody },
): Promise<BacktestRun> {
  const { deps, req, reader } = visit;
  if (key === null) return { result: null, refusal: null };
  try {
    const span = { from: formField(req, 'test.from'), to: formField(req, 'test.to') };
    const body = parseWith(BacktestBody, { candidate, ...span, limit: LIMIT }, 'INVALID_FIELDS');
    return { result: viewOf(await backtestPolicy(deps.db, key, body), reader.locale), refusal: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const moved = error.errors.map(({ path, message }) => ({
      path: path === 'from' || path === 'to' ? `test.${path}` : path,
      message,
    }));
    return { result: null, refusal: new DomainError(error.code, error.message, moved) };
  }
}

function viewOf({ totals, items }: Backtest, locale: Visit['reader']['locale']): BacktestView {
  const differing = items.filter(({ verdict }) => verdict !== 'same');
  return {
    examined: totals.examined,
    totals: [
      { verdict: 'same', count: totals.same },
      { verdict: 'other-approvers', count: totals.otherApprovers },
      { verdict: 'other-outcome', count: totals.otherOutcome },
      { verdict: 'cannot-tell', count: totals.cannotTell },
    ],
    deltaHours: Math.round(totals.deltaHours * 10) / 10,
    truncated: totals.truncated,
    rows: differing.slice(0, SHOWN).map(({ requestId, title, verdict, firstDivergingStep, hours }) => ({
      href: `/requests/${requestId}`,
      title,
      verdict,
      step: firstDivergingStep === null ? null : stepTitle(locale, firstDivergingStep),
      hours: hours.delta === null ? null : Math.round(hours.delta * 10) / 10,
    })),
  };
}
