import type { PeriodFeedback } from '../../domain/feedback/schema';
import type { PackCarbon, PackCost } from '../../domain/review/pack-schema';
import { labelOf, translate } from '../catalog';
import { barChart } from '../chart/bar-chart';
import { formatNumber } from '../format';
import { moneyCell, NO_SECTION, numberCell, percentCell, textCell } from './cells';
import type { PackCell, PackReader, PackSection } from './document';

const shareCell = (bp: number | null, reader: PackReader): PackCell =>
  bp === null ? numberCell(null, reader) : percentCell(bp, reader);

export function costSection(months: PackCost | undefined, reader: PackReader): PackSection {
  if (!months) return NO_SECTION;
  const say = (key: string): string => translate(reader.locale, key);
  return {
    lead: null,
    charts: [],
    table: {
      columns: [
        { title: say('cost.month'), kind: 'text' },
        { title: say('cost.cost'), kind: 'amount' },
        { title: say('cost.vendor-spend'), kind: 'amount' },
        { title: say('cost.ratio'), kind: 'percent' },
        { title: say('cost.plan'), kind: 'percent' },
        { title: say('cost.hours'), kind: 'number' },
      ],
      rows: months.map(({ month, closed, cost, vendorSpend, ratioBp, planBp, hours }) => [
        textCell(closed ? month : `${month} (${say('cost.open')})`),
        moneyCell(cost),
        moneyCell(vendorSpend),
        shareCell(ratioBp, reader),
        shareCell(planBp, reader),
        numberCell(hours, reader),
      ]),
    },
  };
}

/** The font of the PDF has no subscript figures. */
export function carbonSection(months: PackCarbon | undefined, reader: PackReader): PackSection {
  if (!months) return NO_SECTION;
  const { locale } = reader;
  const say = (key: string): string => translate(locale, key);
  const known = months.flatMap(({ month, tonnes }) => (tonnes === null ? [] : [{ month, tonnes }]));
  const bars = known.map(({ month, tonnes }) => ({
    label: month,
    value: tonnes,
    text: formatNumber(tonnes, locale),
  }));
  return {
    lead: null,
    charts: bars.length < 2 ? [] : [barChart({ title: say('pack.carbon-chart'), unit: 't', locale, bars })],
    table: {
      columns: [
        { title: say('carbon.month'), kind: 'text' },
        { title: say('pack.tonnes'), kind: 'number' },
        { title: say('carbon.method'), kind: 'text' },
        { title: say('carbon.spend'), kind: 'amount' },
      ],
      rows: months.map(({ month, tonnes, method, spend }) => [
        textCell(month),
        numberCell(tonnes, reader),
        textCell(labelOf(locale, 'carbon-method', method)),
        moneyCell(spend),
      ]),
    },
  };
}

/** Figures of surveys; too few answers make none, and the cell says so. */
export function surveysSection(periods: readonly PeriodFeedback[] | undefined, reader: PackReader): PackSection {
  if (!periods) return NO_SECTION;
  const say = (key: string): string => translate(reader.locale, key);
  return {
    lead: say('feedback.explained'),
    charts: [],
    table: {
      columns: [
        { title: say('fact.period'), kind: 'text' },
        { title: say('feedback.answers'), kind: 'number' },
        { title: say('feedback.csat'), kind: 'percent' },
        { title: say('feedback.mean'), kind: 'number' },
        { title: say('feedback.nps'), kind: 'number' },
      ],
      rows: periods.map(({ period, answered, csat, nps }) => [
        textCell(period),
        numberCell(answered, reader),
        csat && !csat.enough ? tooFew(reader) : shareCell(csat?.shareBp ?? null, reader),
        numberCell(csat?.mean ?? null, reader),
        nps && !nps.enough ? tooFew(reader) : npsCell(nps, reader),
      ]),
    },
  };
}

const tooFew = ({ locale }: PackReader): PackCell => ({
  text: translate(locale, 'feedback.not-enough'),
  value: null,
  tone: null,
  align: 'num',
});

function npsCell(nps: PeriodFeedback['nps'], reader: PackReader): PackCell {
  const cell = numberCell(nps?.score ?? null, reader);
  return typeof nps?.margin === 'number'
    ? { ...cell, text: `${cell.text} ± ${formatNumber(nps.margin, reader.locale)}` }
    : cell;
}
