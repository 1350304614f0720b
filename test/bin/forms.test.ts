import { formsOf, wordsOf } from '../../bin/demo/forms';
import { renderPage } from '../../templates/render';
import { pageSamples } from '../../templates/samples/pages';

const assets = { styleHref: '/style.css', iconHref: '/icon.svg', passkeysHref: '/passkeys.js', keysHref: '/keys.js' };

describe('the demo reads pages as a browser does', () => {
  it('finds hidden fields, choices and the address of a form', () => {
    const [form] = formsOf(
      '<form method="post" action="/a/1?x=1&amp;y=2"><input type="hidden" name="nonce" value="a&quot;b">' +
        '<input type="radio" name="decision" value="approve"><input type="radio" name="decision" value="reject">' +
        '<textarea name="comment"></textarea><button>Go</button><button formaction="/a/1/code">Mail</button></form>',
    );
    expect(form).toEqual({
      action: '/a/1?x=1&y=2',
      otherActions: ['/a/1/code'],
      fields: { nonce: 'a"b' },
      names: ['nonce', 'decision', 'comment'],
      choices: { decision: ['approve', 'reject'] },
    });
  });

  it.each(['zh-CN', 'en'] as const)('finds the decision on our own page in %s', (locale) => {
    const html = renderPage('decision', locale, pageSamples(locale, assets).decision);
    const deciding = formsOf(html).filter(({ choices }) => choices['decision']?.includes('approve'));
    expect(deciding).toHaveLength(1);
    expect(deciding[0]?.names).toEqual(expect.arrayContaining(['decision', 'comment']));
  });

  it('keeps the words of a page and drops everything else', () => {
    expect(wordsOf('<head><title>x</title></head><style>a{}</style><h1>Too</h1> <p>late</p>')).toBe('Too late');
  });
});
