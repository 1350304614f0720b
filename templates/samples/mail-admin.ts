import { type Locale, LOCALES } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import { mailLogSample, mailSample } from './mail-log';
import type { Say } from './pages';
import { MAIL_NAMES, sampleMail } from './mail';

type Names = 'mails' | 'mail' | 'mail-templates' | 'mail-template';
interface Reader {
  readonly shell: Shell;
  readonly locale: Locale;
}

const NAME = 'approval-request';

/** The pages about mails. */
export const mailAdminSamples = (say: Say, { shell, locale }: Reader): Pick<PageData, Names> => ({
  mails: { shell, ...mailLogSample(say) },
  mail: { shell, ...mailSample(say) },
  'mail-templates': {
    shell,
    rows: MAIL_NAMES.map((name) => ({ name, href: '#', subject: sampleMail(name, locale).subject })),
  },
  'mail-template': {
    shell: { ...shell, title: NAME },
    name: NAME,
    views: LOCALES.map((tag) => {
      const { subject, text } = sampleMail(NAME, tag);
      return { locale: tag, subject, text, href: `/mails/${tag}/${NAME}`, testId: 'sample' };
    }),
    action: '#',
    sentTo: 'jing.li@example.com',
  },
});
