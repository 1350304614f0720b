import { packPdf } from '../../api/reviews/pack-pdf';
import { packSheets } from '../../api/reviews/pack-sheets';
import { readSheetRows } from '../../api/sheets/read';
import { writeXlsx } from '../../api/sheets/write';
import type { Locale } from '../../domain/people/people';
import { ReviewPack, VENDOR_PARTS } from '../../domain/review/pack-schema';
import { ALL_PARTS, packDocument } from '../../templates/pack/document';
import { totalsByPeriod } from '../../templates/pack/totals';
import { packDocumentSample, packSample } from '../../templates/samples/pack';
import type { Say } from '../../templates/samples/pages';
import { pdfText } from '../pdf-text';

const sayIn =
  (locale: Locale): Say =>
  (chinese, english) =>
    locale === 'zh-CN' ? chinese : english;
const documentIn = (locale: Locale) => packDocumentSample(sayIn(locale), locale);

test.each([
  [
    'zh-CN',
    [
      '季度评审 2027-Q3',
      '云舟科技有限公司',
      '运营商线路割接未演练',
      '45,500.00 CNY',
      '账单合计 -2,500.00 CNY',
      '变更审批常等两周以上',
    ],
  ],
  [
    'en',
    [
      'Quarterly review 2027-Q3',
      'Solved at first call',
      'The carrier moved lines without a drill',
      'earned back',
      'rejected · overdue',
      'Decisions: Changes wait',
    ],
  ],
] as const)('the PDF in %s gives its words back to another program, charts among them', async (locale, words) => {
  const pages = pdfText(await packPdf(documentIn(locale)));

  expect(pages.length).toBeGreaterThan(1);
  // Lines break where the columns end.
  const whole = pages.join('').replace(/\s/g, '');
  for (const word of words) expect(whole).toContain(word.replace(/\s/g, ''));
  for (const page of pages) expect(page).toContain(documentIn(locale).sha256);
});

test('the same pack makes the same bytes', async () => {
  const [first, second] = [await packPdf(documentIn('zh-CN')), await packPdf(documentIn('zh-CN'))];

  expect(first.equals(second)).toBe(true);
});

test('the workbook holds the seal first, and a sheet for every part that has something', async () => {
  const tables = packSheets(documentIn('en'));

  expect(tables.map(({ name }) => name)).toEqual([
    'Quarterly review 2027-Q3',
    'Score',
    'KPIs',
    'Service credits',
    'Credits on invoices',
    'Milestones',
    'Alarms',
    'Incidents',
    'Obligations',
    'Actions of earlier meetings',
    'Issues',
    'How the vendor rates us',
    'Improvement plans',
    'Surveys',
    'Management cost',
    'Carbon',
  ]);
  const surveys = tables.find(({ name }) => name === 'Surveys');
  expect(surveys?.rows.map((row) => row.slice(0, 3))).toEqual([
    ['2027-08', 3, null],
    ['2027-09', 48, 0.8125],
  ]);
  const [, seal] = await readSheetRows(await writeXlsx(tables));
  expect(seal?.cells).toEqual(['', documentIn('en').sha256]);
  const credits = tables.find(({ name }) => name === 'Service credits');
  expect(credits?.rows[0]).toEqual(['2027-07', 'Calls answered', '12500.00']);
});

test('the vendor is shown what concerns both sides, and not how we watch it', () => {
  const sealed = { pack: packSample(sayIn('en')), sha256: '-' };
  const seen = packDocument(sealed, { locale: 'en', timeZone: 'UTC', parts: VENDOR_PARTS });

  const both = ['score', 'kpis', 'credits', 'creditLines', 'milestones', 'incidents', 'obligations', 'actions'];
  expect(seen.parts.map(({ key }) => key)).toEqual([...both, 'issues', 'rating', 'improvements', 'surveys', 'carbon']);
});

test('a pack from before a part was added, or with nothing to say in it, reads without the part', () => {
  const {
    creditLines: _lines,
    milestones: _milestones,
    issues: _issues,
    rating: _rating,
    improvements: _plans,
    surveys: _surveys,
    cost: _cost,
    carbon: _carbon,
    ...older
  } = packSample(sayIn('en'));
  const pack = ReviewPack.parse(older);
  const seen = packDocument({ pack, sha256: '-' }, { locale: 'en', timeZone: 'UTC', parts: ALL_PARTS });
  expect(seen.parts.map(({ key }) => key)).toEqual([
    'score',
    'kpis',
    'credits',
    'alarms',
    'incidents',
    'obligations',
    'actions',
  ]);
});

test('a pack of an engagement without anything still reads as one', async () => {
  const nothing = {
    score: { rolling: { score: null, standing: 'unrated' }, bands: [], cards: [] },
    kpis: [],
    credits: [],
  };
  const rest = { alarms: [], incidents: [], obligations: [], actions: [] };
  const pack = ReviewPack.parse({ ...packSample(sayIn('en')), ...nothing, ...rest });
  const document = packDocument(
    { pack, sha256: '-' },
    { locale: 'en', timeZone: 'UTC', parts: ['score', 'kpis', 'alarms'] },
  );

  expect(document.parts.map(({ table, charts }) => [table, charts])).toEqual([
    [null, []],
    [null, []],
    [null, []],
  ]);
  expect(pdfText(await packPdf(document)).join()).toContain('No alarms.');
});

test('credits of a period add up exactly, currencies apart', () => {
  const credit = (period: string, amount: string, currency = 'CNY') => ({
    period,
    kpi: 'k',
    name: 'K',
    money: { amount, currency },
  });
  const credits = [
    credit('2027-01', '0.10'),
    credit('2027-01', '0.20'),
    credit('2027-01', '1', 'JPY'),
    credit('2027-02', '5.00'),
  ];

  expect(totalsByPeriod(credits)).toEqual([
    { period: '2027-01', money: { amount: '0.30', currency: 'CNY' } },
    { period: '2027-01', money: { amount: '1', currency: 'JPY' } },
    { period: '2027-02', money: { amount: '5.00', currency: 'CNY' } },
  ]);
});
