import { z } from 'zod';
import { formsOf } from '../../../bin/demo/forms';
import { Created, patiently } from '../../../bin/demo/http';
import { linksTo } from '../../../bin/demo/inbox';
import { awaitMail } from '../../../bin/demo/mail-decision';
import type { Locale } from '../../../domain/people/people';
import { translate } from '../../../templates/catalog';
import type { Run } from './run';

const NONE = ['transition', 'tooling', 'travel', 'changeRequests', 'taxes', 'fx', 'exit'];
const Assessment = z.looseObject({
  id: z.string(),
  questionnaire: z.looseObject({
    categories: z.array(
      z.looseObject({
        questions: z.array(
          z.looseObject({ key: z.string(), min: z.number(), max: z.number(), direction: z.enum(['high', 'low']) }),
        ),
      }),
    ),
  }),
});

const TEXTS: Readonly<Record<Locale, { readonly name: (title: string) => string; readonly contact: string }>> = {
  en: { name: (title) => `Aurora ${title} Ltd`, contact: 'Olga Bright' },
  'zh-CN': { name: (title) => `晨光${title}有限公司`, contact: '罗兰' },
};

/** A vendor that works with nothing but its mails and the page behind its link. */
export class VendorDesk {
  private constructor(
    private readonly run: Run,
    readonly id: string,
    readonly locale: Locale,
    readonly email: string,
  ) {}

  static async found(run: Run, locale: Locale): Promise<VendorDesk> {
    const { type, title, locale: readers } = run.one;
    const email = `bids-${type}-${readers}-${locale}@vendor.example`.toLowerCase();
    const name = TEXTS[locale].name(title);
    const contactName = TEXTS[locale].contact;
    const body = { name, country: 'CN', status: 'qualified', contactEmail: email, contactName, locale };
    const { id } = await run.world.admin.call({ method: 'POST', path: '/vendors', body }, Created);
    run.world.vendors.push({ email, locale });
    return new VendorDesk(run, id, locale, email);
  }

  /** The newest mail of a kind about this run. */
  mail(kind: string) {
    const subject = translate(this.locale, `mail.${kind}.subject`, { title: this.run.one.title, number: '' });
    const beginning = subject.slice(0, subject.indexOf(this.run.one.title));
    return awaitMail(
      this.run.world.theatre,
      { name: this.email, email: this.email },
      { what: `The mail ${kind}`, fits: (mail) => mail.subject.startsWith(beginning) },
    );
  }

  async page(): Promise<string> {
    const html = await (await patiently(await this.link())).text();
    this.run.world.checkPage(html, this.locale);
    return html;
  }

  /** Sends a form of the page; answers the words of what was done, or of why it was not. */
  async act(act: string, fields: Readonly<Record<string, string>>): Promise<string> {
    this.run.world.writings.add(fields);
    const form = formsOf(await this.page())[0];
    const link = await this.link();
    const response = await patiently(link, {
      method: 'POST',
      headers: { origin: new URL(link).origin, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams({ ...form?.fields, ...fields, act }),
    });
    const html = await response.text();
    this.run.world.checkPage(html, this.locale);
    // What a script may show some day stands in a template, and nobody sees it.
    const shown = html.replaceAll(/<template[\s\S]*?<\/template>/g, '');
    return /role="(?:status|alert)"[^>]*>([^<]*)</.exec(shown)?.[1] ?? '';
  }

  bid(unitPrice: string, part: Readonly<Record<string, string>> = {}): Promise<string> {
    const hidden = Object.fromEntries(NONE.map((cost) => [`hidden.${cost}`, '0']));
    const lines = { 'line.setup': '20000', 'line.work': unitPrice, years: '2', confirm: 'yes' };
    return this.act('submit', { ...lines, ...hidden, ...part });
  }

  /** What the page says in the vendor's language. */
  says = (key: string): string => translate(this.locale, key);

  /** Answers the questionnaire on data protection; somebody of security judges it. */
  async examine(): Promise<void> {
    const { admin } = this.run.world;
    const path = `/vendors/${this.id}/assessments`;
    const body = { questionnaireKey: 'secure-basic' };
    const { id, questionnaire } = await admin.call({ method: 'POST', path, body }, Assessment);
    const questions = questionnaire.categories.flatMap((category) => category.questions);
    const best = questions.map(({ key, min, max, direction }) => [key, { value: direction === 'high' ? max : min }]);
    const answers = { answers: Object.fromEntries(best) as unknown };
    await admin.call({ method: 'PUT', path: `/assessments/${id}/answers`, body: answers }, z.unknown());
    await admin.call({ method: 'POST', path: `/assessments/${id}/submit`, body: {} }, z.unknown());
    const review = { decision: 'accept', comment: 'Evidence was shown.' };
    const judged = { method: 'POST', path: `/assessments/${id}/review`, body: review } as const;
    await this.run.people.security.call(judged, z.unknown());
  }

  change(body: object): Promise<unknown> {
    return this.run.world.admin.call({ method: 'PATCH', path: `/vendors/${this.id}`, body }, z.unknown());
  }

  private async link(): Promise<string> {
    const mail = await this.mail('tender-invitation');
    return linksTo(mail, `${this.run.world.theatre.base}/v/`)[0] ?? '';
  }
}
