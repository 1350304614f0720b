import { LOCALES } from '../../domain/people/people';
import { factsOf } from '../../templates/facts';
import type { MailName } from '../../templates/mail-data';
import { renderMail } from '../../templates/render';
import { mailSamples } from '../../templates/samples/mails';

const NAMES = Object.keys(mailSamples('en')) as MailName[];
/** Only a digest leads to more than one page: to that of each of its tasks. */
const linesOf = (sample: object): number =>
  'tasks' in sample && Array.isArray(sample.tasks) ? sample.tasks.length : 0;
const CASES = LOCALES.flatMap((locale) => NAMES.map((name) => ({ locale, name })));

const HOSTILE = [
  '{{constructor}}',
  '{{#with (lookup this "constructor")}}x{{/with}}',
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onmouseover='alert(1)",
  '\u202Egnp.exe\u202C',
  'Line\r\nBcc: all@example.com',
  '\u0000\u0007bell',
  '__proto__',
  'a'.repeat(10_000),
];

/** The approval request with one text in every place where people write. */
function hostileMail(text: string) {
  const sample = mailSamples('en')['approval-request'];
  const request = {
    ...sample.request,
    title: text,
    gate: null,
    requester: text,
    policy: text,
    facts: factsOf({ [text]: text, vendor: text }),
  };
  return renderMail('approval-request', 'en', { ...sample, request, note: text, step: text, onBehalfOf: text });
}

describe.each(CASES)('$name in $locale', ({ locale, name }) => {
  const sample = mailSamples(locale)[name];
  const mail = renderMail(name, locale, sample as never);

  test('has a subject of one line', () => {
    expect(mail.subject).toMatch(/^[^\r\n]+$/);
    expect(mail.subject.length).toBeLessThan(200);
  });

  test('leads to its one page from both parts', () => {
    expect(mail.text).toContain(sample.url);
    expect(mail.html).toContain(`href="${sample.url.replace(/=/g, '&#x3D;')}"`);
    expect(mail.html.match(/href=/g)).toHaveLength(1 + linesOf(sample));
  });

  test('loads nothing from anywhere and tracks nobody', () => {
    expect(mail.html).not.toMatch(/<img|<script|<link|src=|url\(/i);
  });

  test('says for whom it acts', () => {
    expect(mail.text).toContain(sample.to.name);
    expect(mail.html).toContain(sample.to.name);
  });

  test('leaves no placeholder or missing value behind', () => {
    expect(`${mail.subject}${mail.text}`).not.toMatch(/\{\w+\}|undefined|\bnull\b|NaN|\[object/);
  });
});

test('a vendor is told that its link is the key, and is sent to no sign-in', () => {
  const { text, html } = renderMail('tender-invitation', 'en', mailSamples('en')['tender-invitation']);
  expect(text).toContain('No account is needed');
  expect(`${text}${html}`).not.toContain('sign-in');
});

test('a dossier names its flags and levels in words', () => {
  const sample = mailSamples('zh-CN')['approval-request'];
  const ranking = [
    { tco: { amount: '5306000.00', currency: 'CNY' }, flags: ['EVALUATOR_DIVERGENCE', 'QUOTE_MISSING'] },
  ];
  const facts = factsOf({ number: 'ENG-7', vendorRisk: 'low', concentration: { country: { level: 'red' } }, ranking });
  const { text } = renderMail('approval-request', 'zh-CN', { ...sample, request: { ...sample.request, facts } });
  for (const line of ['项目编号：ENG-7', '数据保护风险：低', '等级：红色', '5,306,000.00 CNY', '评分分歧大 · 缺报价'])
    expect(text).toContain(line);
});

describe('text from people', () => {
  test.each(HOSTILE)('%# stays text', (text) => {
    const { subject, html, text: plain } = hostileMail(text);
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toMatch(/<img|<script|' onmouseover='/);
    expect(`${subject}${html}${plain}`).not.toMatch(/[\u202a-\u202e]|(?!\n)\p{Cc}/u);
    expect(html).not.toContain('native code');
  });

  test('is not escaped for HTML in subject and text', () => {
    const { subject, text, html } = hostileMail('R&D <core>');
    expect(subject).toBe('[Approval] R&D <core>');
    expect(text).toContain('Requested by: R&D <core>');
    expect(html).toContain('R&amp;D &lt;core&gt;');
  });

  test('cannot reach fields written onto Object.prototype', () => {
    const before = hostileMail('plain');
    const polluted: Record<string, unknown> = {};
    Object.defineProperty(Object.prototype, 'strong', {
      value: '<b>x</b>',
      configurable: true,
      enumerable: true,
      writable: true,
    });
    Object.defineProperty(Object.prototype, 'polluted', {
      value: '<b>x</b>',
      configurable: true,
      enumerable: true,
      writable: true,
    });
    try {
      expect(polluted['polluted']).toBe('<b>x</b>');
      expect(hostileMail('plain')).toEqual(before);
    } finally {
      Reflect.deleteProperty(Object.prototype, 'strong');
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
  });
});

test('only a mail with a link that acts says so', () => {
  const { outcome, digest, 'approval-request': asked } = mailSamples('en');
  const page = { ...outcome, url: 'http://localhost:3000/requests/018f4c1e' };
  const acts = 'its link acts for that person';

  expect(renderMail('approval-request', 'en', asked).text).toContain(acts);
  expect(renderMail('digest', 'en', digest).html).toContain(acts);
  for (const part of ['text', 'html'] as const) {
    expect(renderMail('outcome', 'en', page)[part]).not.toContain(acts);
    expect(renderMail('outcome', 'en', page)[part]).toContain('behind the sign-in');
  }
});

test('dates are told in the zone of the reader', () => {
  const sample = mailSamples('zh-CN')['approval-request'];
  const shown = (timeZone: string) =>
    renderMail('approval-request', 'zh-CN', { ...sample, to: { ...sample.to, timeZone } }).text;
  expect(shown('Asia/Shanghai')).toContain('截止时间：2026年11月30日 周一 15:30（GMT+8）');
  expect(shown('UTC')).toContain('截止时间：2026年11月30日 周一 07:30（UTC）');
});

test.each(['approval-request', 'cc'] as const)(
  'a mail %s says how much of a long subject it leaves to the page',
  (name) => {
    const sample = mailSamples('en')[name];
    const long = { ...sample, request: { ...sample.request, factsLeftOut: 12 } };
    const [mail, short] = [renderMail(name, 'en', long as never), renderMail(name, 'en', sample as never)];
    expect([mail.text, mail.html].filter((part) => part.includes('12 more fields on the page'))).toHaveLength(2);
    expect([short.text, short.html].join()).not.toContain('more fields');
  },
);
