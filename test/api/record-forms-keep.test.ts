import { FORMS } from '../../api/record-form/all';
import { filled, formIn } from './page-form';
import { ServiceWorld } from './service-world';

let world: ServiceWorld;
beforeAll(async () => {
  world = await ServiceWorld.open();
});
afterAll(() => world.close());

/** What is written into, not chosen. */
const WRITTEN = /<textarea name="([^"]+)"|<input name="([^"]+)"/g;
const STATES = ['NEEDS_ANALYSIS', 'VENDOR_SELECTION', 'CONTRACTING', 'IN_SERVICE', 'EXITING'] as const;

/** Forms about one thing of several, with their own tests, and those that hold nothing to be written. */
const OTHERS = [
  ...['retrospective', 'exit-returns', 'incident-close', 'invitation-resend', 'candidate', 'quote', 'scores'],
  ...['contract-amendment', 'obligation-end', 'subcontractor-change', 'subcontractor-consent'],
  ...['go-live', 'cancel', 'evaluators', 'document', 'clause-waiver', 'invoice-payment', 'review-rhythm'],
  ...['kpi', 'dataset-migration', 'dataset-receipt', 'dataset-deletion', 'canaries', 'deletion-declaration'],
  ...['waiting-period-confirm', 'legal-hold-lift'],
];

const writtenIn = (page: string): readonly string[] =>
  [...page.matchAll(WRITTEN)].map(([, area, line]) => area ?? line ?? '');

/** More than a field takes. */
const tooLong = (page: string, name: string): string => {
  const [, most = ''] = new RegExp(`name="${escaped(name)}"[^>]*maxlength="(\\d+)"`).exec(page) ?? [];
  return 'x'.repeat(Number(most) + 1);
};
const escaped = (name: string): string => name.replaceAll('.', '\\.');

/** A form in the first state in which it can be opened. */
async function opened(name: string) {
  for (const state of STATES) {
    await world.begin({ state });
    const path = `/engagements/${world.id}/forms/${name}`;
    const at = await world.browse('owner', path).catch(() => undefined);
    if (at && writtenIn(at.page.text).length > 0) return { ...at, path };
  }
  return undefined;
}

test.each(Object.keys(FORMS).filter((name) => !OTHERS.includes(name)))(
  'the form %s, refused, keeps all that was written and leads to what is wrong',
  async (name) => {
    const at = await opened(name);
    if (!at) throw new Error('it opens in no state');
    const [wrong = '', ...others] = writtenIn(at.page.text);
    const typed = {
      ...Object.fromEntries(others.map((field, n) => [field, `w${n}`])),
      [wrong]: tooLong(at.page.text, wrong),
    };
    const refused = await at.send(Object.fromEntries(filled(at.page.text, at.path, typed))).expect(422);
    const kept = formIn(refused.text, at.path);
    expect(Object.fromEntries(Object.keys(typed).map((field) => [field, kept.get(field)]))).toEqual(typed);
    expect(refused.text).toMatch(new RegExp(`name="${escaped(wrong)}"[^>]* autofocus aria-invalid="true"`));
  },
);
