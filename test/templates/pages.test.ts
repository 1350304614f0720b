import { LOCALES } from '../../domain/people/people';
import { factsOf } from '../../templates/facts';
import type { PageName } from '../../templates/page-data';
import { renderPage } from '../../templates/render';
import { pageSamples } from '../../templates/samples/pages';

const ASSETS = {
  styleHref: '/assets/style.css',
  iconHref: '/assets/icon.svg',
  passkeysHref: '/assets/passkeys.js',
  keysHref: '/assets/keys.js',
};
const NAMES = Object.keys(pageSamples('en', ASSETS)) as PageName[];
const CASES = LOCALES.flatMap((locale) => NAMES.map((name) => ({ locale, name })));
/** A file of our own, with nothing between its tags. */
const OWN_SCRIPT = /<script src="\/assets\/[a-z]+\.js" defer><\/script>/g;
/** Markup that names another site: an address that is only read, as in the text of a mail, fetches nothing. */
const FOREIGN = /<[^>]*(?:https?:|["'(]\s*)\/\//;

describe.each(CASES)('page $name in $locale', ({ locale, name }) => {
  const html = renderPage(name, locale, pageSamples(locale, ASSETS)[name] as never);

  test('renders a whole document in its language', () => {
    expect(html).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${locale}">`));
    expect(html).toContain('</html>');
    expect(html).toContain('name="viewport"');
  });

  test('holds what its content security policy allows and no more', () => {
    expect(html.replace(OWN_SCRIPT, '')).not.toMatch(/\sstyle=|<script|<style|\son\w+=/);
    expect(html).not.toMatch(FOREIGN);
  });

  test('leaves no placeholder or missing value behind', () => {
    expect(html).not.toMatch(/\{\w+\}|undefined|>null<|NaN|\[object/);
  });
});

test('another site is found wherever markup names it, and not in a text', () => {
  for (const tag of [
    '<img src="https://a.b/c">',
    "<a href='//a.b'>",
    '<i title="x"\ncite="http://a.b">',
    '<img src=http://a.b>',
  ])
    expect(`<p>Text</p>${tag}</i>`).toMatch(FOREIGN);
  expect('<pre class="mail">See https://a.b/c</pre>').not.toMatch(FOREIGN);
});

describe('the form that decides', () => {
  const page = (part: object): string => {
    const sample = pageSamples('en', ASSETS).decision;
    return renderPage('decision', 'en', { ...sample, form: { ...sample.form, ...part } });
  };

  test('chooses nothing beforehand and has one button that submits it', () => {
    expect(page({}).match(/type="radio"/g)).toHaveLength(3);
    expect(page({})).not.toContain(' checked');
    expect(page({ code: null }).match(/<button/g)).toHaveLength(1);
  });

  test('keeps what a person had chosen when it is refused', () => {
    const html = page({ chosen: 'reject', comment: 'Too <dear>', refusal: 'COMMENT_REQUIRED' });
    expect(html).toContain('value="reject" checked');
    expect(html).toContain('Too &lt;dear&gt;</textarea>');
    expect(html).toContain('at least two characters');
  });
});

test('a subject full of markup is shown as text', () => {
  const sample = pageSamples('en', ASSETS).request;
  const facts = factsOf({
    '<b>key</b>': '<img src=x onerror=alert(1)>',
    nested: { deep: { text: '{{constructor}}' } },
  });
  const html = renderPage('request', 'en', {
    ...sample,
    request: { ...sample.request, facts, title: '<script>1</script>' },
  });
  expect(html).not.toMatch(/<img src=x|<script|<b>/);
  expect(html).toContain('{{constructor}}');
});

test('facts leave out our own ids, name nested fields by their path, and put single fields first', () => {
  expect(
    factsOf({
      vendorId: '018f4c1e-0000-7000-8000-000000000001',
      memberIds: ['018f4c1e-0000-7000-8000-000000000002'],
      contract: { start: '2027-01-01', fee: { amount: '5.00', currency: 'CNY' } },
      tags: ['a', 'b'],
    }),
  ).toEqual([
    { key: 'tags', value: { kind: 'text', text: 'a · b' } },
    { key: 'contract.start', value: { kind: 'day', day: '2027-01-01' } },
    { key: 'contract.fee', value: { kind: 'money', money: { amount: '5.00', currency: 'CNY' } } },
  ]);
});

test('facts show an instant in the time zone of the reader', () => {
  const sample = pageSamples('zh-CN', ASSETS).request;
  const facts = factsOf({ signedAt: '2026-11-26T00:30:00Z' });
  const html = renderPage('request', 'zh-CN', { ...sample, request: { ...sample.request, facts } });
  expect(html).toContain('2026年11月26日 周四 08:30（GMT+8）');
});

test('facts come in the order of reading, whatever order the store gives them in', () => {
  const data = { sites: ['A'], number: 'ENG-1', zeal: 1, statement: 'why', flags: ['QUOTE_MISSING'] };
  expect(factsOf(data).map(({ key }) => key)).toEqual(['flags', 'number', 'statement', 'sites', 'zeal']);
});

test('facts show everything else that is decided: ids of other kinds, all lines of a list, what is nested deep', () => {
  const lines = Array.from({ length: 70 }, (_, index) => ({ item: `Server ${index + 1}` }));
  const facts = factsOf({ taxId: '91310000MA1', lines, deep: { a: { b: { c: 1 } } }, none: [], blank: null });
  expect(facts).toHaveLength(72);
  expect(facts.at(0)).toEqual({ key: 'taxId', value: { kind: 'text', text: '91310000MA1' } });
  expect(facts.at(1)?.key).toBe('lines.1.item');
  expect(facts.at(70)?.key).toBe('lines.70.item');
  expect(facts.at(71)).toEqual({ key: 'deep.a.b', value: { kind: 'text', text: '{"c":1}' } });
});

test('codes of a dossier are put into words, wherever in it they stand', () => {
  const sample = pageSamples('zh-CN', ASSETS).request;
  const facts = factsOf({
    number: 'ENG-1',
    flags: ['DUE_DILIGENCE_MISSING', 'CLAUSE_WAIVED'],
    waived: ['SETTLEMENT', 'OWN_CLAUSE'],
    ranking: [{ flags: ['LATE', 'BELOW_MINIMUM'] }],
    concentration: { vendor: { level: 'amber' } },
    criticalityAnswers: { finance: true },
  });
  const html = renderPage('request', 'zh-CN', { ...sample, request: { ...sample.request, facts } });
  for (const words of [
    '编号',
    '未做尽职调查 · 有条款被豁免',
    '费用结算 · OWN_CLAUSE',
    '逾期投标 · 低于最低分',
    '黄',
    '财务',
  ])
    expect(html).toContain(words);
  expect(html).not.toMatch(/DILIGENCE|CLAUSE_WAIVED|BELOW_|amber<|Finance|Number/);
});

test('words of a subject that we do not know are shown as they were written', () => {
  const sample = pageSamples('zh-CN', ASSETS).request;
  const facts = factsOf({ account: 'johnDoe', cause: 'breach' });
  const html = renderPage('request', 'zh-CN', { ...sample, request: { ...sample.request, facts } });
  expect(html).toContain('<dd>johnDoe</dd>');
  expect(html).toContain('<dd>违约</dd>');
});

test('a bar is of the good colour exactly where its figure is flagged by nothing', () => {
  const html = renderPage('engagement', 'en', pageSamples('en', ASSETS).engagement);
  const bars = [...html.matchAll(/<meter ([^>]*)>/g)].map(([, written = '']) =>
    Object.fromEntries([...written.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, figure]) => [name, Number(figure)])),
  );
  expect(bars).toEqual([
    { min: 1, max: 5, high: 3, optimum: 5, value: 3.6 },
    { min: 1, max: 5, high: 3, optimum: 5, value: 2.9 },
    { min: 0, max: 100, low: 50, high: 80, optimum: 100, value: 62.5 },
    { min: 0, max: 100, low: 50, high: 80, optimum: 100, value: 84.2 },
  ]);
});
