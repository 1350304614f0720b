import type { PackCreditLines, PackMilestones, PackRating } from '../../domain/review/pack-delivery-schema';
import { RATING_QUESTIONS } from '../../domain/rating/words';
import { labelOf, translate } from '../catalog';
import type { Tone } from '../chart/paint';
import { formatMoney, formatNumber, formatPercent } from '../format';
import { dayCell, moneyCell, NO_NUMBER, NO_SECTION, numberCell, textCell } from './cells';
import type { PackCell, PackReader, PackSection } from './document';

export function creditLinesSection(credits: PackCreditLines | undefined, reader: PackReader): PackSection {
  if (!credits) return NO_SECTION;
  const { locale } = reader;
  const column = (key: string): string => labelOf(locale, 'credit-column', key);
  return {
    lead: creditsLead(credits, reader),
    charts: [],
    table: {
      columns: [
        { title: column('invoice'), kind: 'text' },
        { title: column('period'), kind: 'text' },
        { title: column('kpi'), kind: 'text' },
        { title: column('kind'), kind: 'text' },
        { title: column('amount'), kind: 'amount' },
      ],
      rows: credits.lines.map(({ invoice, period, name, kind, money }) => [
        textCell(invoice),
        textCell(period),
        textCell(name),
        textCell(labelOf(locale, 'credit-kind', kind), kind === 'earn-back' ? 'good' : null),
        moneyCell(money),
      ]),
    },
  };
}

function creditsLead({ totals, cumulative }: PackCreditLines, { locale }: PackReader): string {
  const total = translate(locale, 'pack.credit-total', { total: totals.map(formatMoney).join(' · ') });
  if (!cumulative) return total;
  const { months, credited, atRisk, shareBp } = cumulative;
  const share = `${formatMoney(credited)} / ${formatMoney(atRisk)} (${formatPercent(shareBp, locale)})`;
  return `${total} ${translate(locale, 'credits.cumulative', { months })} ${share}`;
}

const MILESTONE_TONES: Partial<Readonly<Record<PackMilestones['items'][number]['state'], Tone>>> = {
  accepted: 'good',
  rejected: 'bad',
};

export function milestonesSection(milestones: PackMilestones | undefined, reader: PackReader): PackSection {
  if (!milestones) return NO_SECTION;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const { due, onTime } = milestones.punctuality;
  return {
    lead: due === 0 ? null : translate(locale, 'milestone.punctuality', { onTime, due }),
    charts: [],
    table: {
      columns: [
        { title: say('milestone.one'), kind: 'text' },
        { title: say('fact.due'), kind: 'date' },
        { title: say('pack.state'), kind: 'text' },
        { title: say('milestone.delivered-on'), kind: 'date' },
        { title: say('milestone.days-late'), kind: 'number' },
        { title: say('pack.accepted-on'), kind: 'date' },
        { title: say('milestone.fee'), kind: 'amount' },
      ],
      rows: milestones.items.map((one) => milestoneRow(one, reader)),
    },
  };
}

function milestoneRow(one: PackMilestones['items'][number], reader: PackReader): readonly PackCell[] {
  const { locale } = reader;
  const state = labelOf(locale, 'milestone-state', one.state);
  return [
    textCell(`#${one.number} ${one.title}`),
    dayCell(one.due, reader),
    one.overdue
      ? textCell(`${state} · ${translate(locale, 'milestone.overdue')}`, 'bad')
      : textCell(state, MILESTONE_TONES[one.state] ?? null),
    one.deliveredOn === null ? NO_NUMBER : dayCell(one.deliveredOn, reader, one.daysLate ? 'warn' : null),
    numberCell(one.daysLate, reader),
    one.acceptedOn === null ? NO_NUMBER : dayCell(one.acceptedOn, reader),
    one.fee === null ? NO_NUMBER : moneyCell(one.fee),
  ];
}

/** The vendor's marks for us, with what it says to them. */
export function ratingSection(rating: PackRating | undefined, reader: PackReader): PackSection {
  if (!rating) return NO_SECTION;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const { mean, trend } = rating;
  const lead = mean === null ? null : translate(locale, 'our-score.mean', { mean: formatNumber(mean, locale) });
  return {
    lead: lead && trend ? `${lead} · ${labelOf(locale, 'retrospective-trend', trend)}` : lead,
    charts: [],
    table: {
      columns: [
        { title: say('fact.period'), kind: 'text' },
        ...RATING_QUESTIONS.map((question) => ({
          title: labelOf(locale, 'rating-short', question),
          kind: 'number' as const,
        })),
        { title: say('our-score.round-mean'), kind: 'number' },
        { title: say('pack.said'), kind: 'text' },
      ],
      rows: rating.rounds.map((round) => [
        textCell(round.quarter),
        ...RATING_QUESTIONS.map((question) => numberCell(round.marks[question].score, reader)),
        numberCell(round.mean, reader),
        textCell(remarksOf(round, reader)),
      ]),
    },
  };
}

function remarksOf({ marks, remark }: PackRating['rounds'][number], { locale }: PackReader): string {
  const comments = RATING_QUESTIONS.flatMap((question) => {
    const { comment } = marks[question];
    return comment ? [`${labelOf(locale, 'rating-short', question)}${translate(locale, 'word.colon')}${comment}`] : [];
  });
  const said = [...comments, ...(remark ? [remark] : [])];
  return said.length === 0 ? '–' : said.join('\n');
}
