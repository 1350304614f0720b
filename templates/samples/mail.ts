import type { Locale } from '../../domain/people/people';
import type { MailData, MailName } from '../mail-data';
import { type RenderedMail, renderMail } from '../render';
import { mailSamples } from './mails';

const keysOf = <T extends object>(samples: T): readonly (keyof T)[] => Object.keys(samples) as (keyof T)[];

export const MAIL_NAMES: readonly MailName[] = keysOf<MailData>(mailSamples('en'));
export const isMailName = (text: string): text is MailName => MAIL_NAMES.some((name) => name === text);

/** A mail as it goes out, with believable data. */
export const sampleMail = (name: MailName, locale: Locale): RenderedMail =>
  renderMail(name, locale, mailSamples(locale)[name]);
