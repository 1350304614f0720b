import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../config';
import { StartFailure } from '../parts/failure';
import { readJson } from '../parts/files';
import { reach } from './http';

export interface Mail {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
}

/** Where the mails of the product can be read. */
export interface Inbox {
  /** Mails to an address, newest first. */
  list(query: { readonly to: string }): Promise<readonly Mail[]>;
}

const Messages = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), subject: z.string().default(''), text: z.string().default('') })),
});

/** The web inbox of the mail catcher: the one that `npm start` runs, or an outside one that a setting names. */
export function catcherInbox(config: Pick<Config, 'inboxUrl' | 'smtpUrl' | 'dataDir'>): Inbox & {
  readonly address: string;
} {
  const address = config.inboxUrl ?? embeddedInbox(config);
  const mend = config.inboxUrl ? 'start the mail catcher with npm run mail, or correct TENURE_INBOX_URL' : undefined;
  return {
    address,
    list: async ({ to }) => {
      const response = await reach(`${address}/api/messages?${new URLSearchParams({ to }).toString()}`, {}, mend);
      const messages = Messages.safeParse(await response.json().catch(() => undefined));
      if (messages.success) return messages.data.items;
      throw new StartFailure(`${address} is not the web inbox of a mail catcher that npm start or npm run mail runs.`);
    },
  };
}

function embeddedInbox({ smtpUrl, dataDir }: Pick<Config, 'smtpUrl' | 'dataDir'>): string {
  if (smtpUrl)
    throw new StartFailure(
      'The demo follows the links in real mails, and SMTP_URL sends them elsewhere: let it name a mail catcher (npm run mail) and TENURE_INBOX_URL its web inbox, or start the product without SMTP_URL.',
    );
  const { inbox } = readJson<{ inbox?: number }>(join(dataDir, 'ports.json'), {});
  if (inbox !== undefined) return `http://127.0.0.1:${inbox}`;
  throw new StartFailure(`There is no mail inbox under ${dataDir}: start the product with npm start.`);
}

/** Links of a text mail that lead below a path of the product. */
export const linksTo = ({ text }: Mail, prefix: string): readonly string[] =>
  (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).filter((link) => link.startsWith(prefix));
