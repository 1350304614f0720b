import { type Locale, LOCALES } from '../../domain/people/people';
import type { PageData, Shell } from '../page-data';
import { MAIL_NAMES, sampleMail } from './mail';

type Names = 'mail-templates' | 'mail-template';
const NAME = 'approval-request';

/** The pages about mails. */
export const mailAdminSamples = (shell: Shell, locale: Locale): Pick<PageData, Names> => ({
  'mail-templates': {
    shell,
    rows: MAIL_NAMES.map((name) => ({ name, href: '#', subject: sampleMail(name, locale).subject })),
  },
  'mail-template': {
    shell: { ...shell, title: NAME },
    name: NAME,
    views: LOCALES.map((tag) => {
      const { subject, text } = sampleMail(NAME, tag);
      return { locale: tag, subject, text, href: `/mails/${tag}/${NAME}` };
    }),
  },
});
