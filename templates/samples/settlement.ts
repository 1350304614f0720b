import type { PageData, Shell } from '../page-data';
import type { SettlementLineOnPage } from '../settlement-data';
import type { Locale } from '../../domain/people/people';
import { exitPageSample } from './exit-page';
import { DAY, NOW } from './moment';
import type { Say } from './pages';

const AT = NOW - 3 * DAY;
const money = (amount: string) => ({ amount, currency: 'CNY' });
const NOTHING = {
  source: null,
  note: null,
  evidence: null,
  dispute: null,
  marked: false,
  answer: '',
  reason: '',
  fault: null,
};

const dispute = (say: Say): NonNullable<SettlementLineOnPage['dispute']> => ({
  id: '018f4c1e-0000-7000-8000-000000000001',
  side: 'vendor',
  reason: say('二月的可用率达标，见附件报表。', 'Availability in February was on target, see our report.'),
  at: AT,
  outcome: null,
  money: null,
  adjustment: null,
  resolution: null,
  mayResolve: true,
  typed: { act: '', outcome: '', amount: '', reason: '' },
});

type Unnamed = Omit<SettlementLineOnPage, 'answerName' | 'reasonName'>;

const linesOf = (say: Say): readonly SettlementLineOnPage[] =>
  unnamedLines(say).map((line) => ({
    ...line,
    answerName: `answer-${line.place}`,
    reasonName: `reason-${line.place}`,
  }));

const unnamedLines = (say: Say): readonly Unnamed[] => [
  {
    ...NOTHING,
    ...{ place: 1, kind: 'final_fee_prorata', charge: true, money: money('15000.00'), source: 'contract v2 2027-03' },
    note: say(
      '31,000.00 CNY × 15/31 天，减去已开票 0.00 CNY',
      '31,000.00 CNY × 15 of 31 days, less 0.00 CNY already billed',
    ),
  },
  {
    ...NOTHING,
    place: 2,
    kind: 'unpaid_invoice',
    charge: true,
    money: money('31000.00'),
    source: 'invoice R-2027-02',
    note: say('开票 31,000.00 CNY，已付 0.00 CNY', 'Billed 31,000.00 CNY, paid 0.00 CNY'),
  },
  {
    ...NOTHING,
    ...{ place: 3, kind: 'termination_fee', charge: true, money: money('8000.00'), source: 'contract v2' },
    dispute: {
      ...dispute(say),
      ...{ side: 'us', outcome: 'agreed', money: money('5000.00'), adjustment: money('5000.00'), mayResolve: false },
      reason: say('通知期已满。', 'The notice period was kept.'),
      resolution: say('双方同意折中。', 'Both sides met half-way.'),
    },
  },
  {
    ...NOTHING,
    ...{ place: 4, kind: 'service_credit', charge: false, money: money('2400.00'), source: 'credit 2027-02 uptime' },
    dispute: dispute(say),
  },
];

const accountOf = (say: Say) => ({
  engagement: { id: 'sample', number: 'ENG-2026-0007', title: say('客服热线外包', 'Customer hotline') },
  vendor: say('新阳客服', 'Sunrise Contact'),
  currency: 'CNY',
  net: money('48600.00'),
  payable: money('43600.00'),
  disputedTotal: money('2400.00'),
  adjusted: money('5000.00'),
  approvedAt: AT,
  confirmation: null,
  sha256: '3f1a9c07d2b84e6f5a1c0d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a49382716050f',
  done: false,
  refusal: null,
  exact: null,
  action: '#',
});

/** Believable data for the pages of an exit and its settlement. */
export const settlementPageSamples = (
  say: Say,
  { shell, visitor, locale }: { readonly shell: Shell; readonly visitor: Shell; readonly locale: Locale },
): Pick<PageData, 'exit' | 'settlement' | 'vendor-settlement'> => ({
  ...exitPageSample(say, { shell, locale }),
  settlement: {
    shell: { ...shell, nav: 'engagements' },
    ...accountOf(say),
    lines: linesOf(say),
    status: 'approved',
    proposal: {
      lines: linesOf(say).map(({ kind, charge, money: sum, source, note }) => ({
        ...{ kind, charge, money: sum, source: source ?? '', note: note ?? '' },
      })),
      net: money('51600.00'),
      byHand: ['assistance_fee', 'liquidated_damages', 'asset_loss'],
      omitted: ['invoice R-2027-04'],
      mayTakeOver: true,
    },
    disputable: [1, 2],
    disputing: { act: 'dispute', line: 2, reason: '' },
    ...{ typed: { faults: { reason: 'must have at least 2 characters' }, focus: 'reason' }, kept: '' },
    confirmHref: '#',
    paper: { act: '', name: '', evidence: '' },
    forms: ['pdf', 'xlsx', 'json'].map((form) => ({ form, href: '#' })),
    sides: 'side-us',
    hidden: { name: 'csrf', value: 'sample' },
  },
  'vendor-settlement': {
    shell: visitor,
    ...accountOf(say),
    lines: linesOf(say),
    mayAnswer: true,
    name: say('吴敏', 'Wu Min'),
    forms: ['pdf', 'xlsx'].map((form) => ({ form, href: '#' })),
    sides: 'side-vendor',
    typed: { faults: {}, focus: null },
    hidden: { name: 'nonce', value: 'sample' },
  },
});
