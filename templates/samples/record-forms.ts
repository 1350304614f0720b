import type { PageData, Shell } from '../page-data';
import type { FieldOnPage } from '../record-form-data';
import { aField as field } from './a-field';
import type { Say } from './pages';

const option = (value: string, text: string, chosen = false) => ({ value, text, chosen });

/** Folded, as long lines of lists are. */
const measureFields = (say: Say, place: number, title: string): readonly FieldOnPage[] => [
  field(`measures.${place}.title`, say('措施', 'What is done'), {
    ...{ heading: say(`措施 ${place}`, `Measure ${place}`), line: `measures.${place}`, value: title, half: true },
  }),
  field(`measures.${place}.side`, say('由哪方负责', 'Whose it is'), {
    ...{ kind: 'choice', half: true, line: `measures.${place}` },
    options: [option('us', say('我方', 'Us')), option('vendor', say('供应商', 'Vendor'), true)],
  }),
];

const improvementFields = (say: Say): readonly FieldOnPage[] => [
  field('kpis', say('指标', 'KPIs'), {
    kind: 'ticks',
    options: [
      option('answered', say('20 秒接通率', 'Answered within 20 seconds'), true),
      option('solved', say('一次解决率', 'Solved at the first call')),
    ],
  }),
  field('rootCause', say('根本原因', 'Root cause'), {
    kind: 'text',
    hint: say('每行一个“为什么”的答案，最多五行', 'one answer to each why in a line, five at most'),
    value: say('夜班人手不足。', 'Too few people at night.'),
  }),
  field('due', say('期限', 'Back on target by'), {
    kind: 'day',
    value: '',
    fault: say('须为日期', 'must be a date'),
  }),
  ...measureFields(say, 1, say('夜班增加两人', 'Two more people at night')),
  ...measureFields(say, 2, ''),
  field('required', say('未勾选前闸口保持关闭', 'Keeps its gate shut until it is ticked'), {
    kind: 'tick',
    value: '1',
  }),
];

const rateFields = (say: Say): readonly FieldOnPage[] => [
  field('base', say('从', 'From'), { value: 'USD', most: 3 }),
  field('quote', say('到', 'To'), { value: 'CNY', most: 3 }),
  field('rate', say('汇率', 'Rate'), { kind: 'figure' }),
];

/** A form that was refused, and the rates. */
export const recordFormSamples = (
  say: Say,
  { shell }: { readonly shell: Shell },
): Pick<PageData, 'record-form' | 'exchange-rates'> => ({
  'record-form': {
    shell: { ...shell, nav: 'engagements' },
    engagement: { id: 'sample', number: 'ENG-7', title: say('客服热线外包', 'Customer hotline') },
    heading: say('制定改进计划', 'Open an improvement plan'),
    lead: say('指标如何回到目标。', 'How KPIs come back to their targets.'),
    back: '#',
    newer: { href: '#', now: [{ label: say('期限', 'Back on target by'), text: '2026-12-18' }] },
    preview: [{ label: say('最早结束日', 'Earliest end'), text: '2027-03-01' }],
    form: {
      action: '#',
      hidden: { name: 'csrf', value: 'sample' },
      fields: improvementFields(say),
      submit: say('制定', 'Open the plan'),
      refusal: say(
        '有内容未通过，未登记任何内容。',
        'Something that was entered is not allowed. Nothing was recorded.',
      ),
      others: [say('绩效 › 期限：必填', 'Performance › Due: is needed')],
    },
  },
  'exchange-rates': {
    shell: { ...shell, nav: null },
    rates: [
      { base: 'USD', quote: 'CNY', on: '2026-10-30', rate: '7.1046', source: say('中国外汇交易中心', 'CFETS') },
      { base: 'EUR', quote: 'CNY', on: '2026-10-30', rate: '7.6213', source: 'ECB' },
    ],
    form: {
      action: '#',
      hidden: { name: 'csrf', value: 'sample' },
      fields: rateFields(say),
      submit: say('登记汇率', 'Record a rate'),
      refusal: null,
    },
    done: true,
  },
});
