import { z } from 'zod';
import { readJson } from '../parts/files';
import { StartFailure } from '../parts/failure';
import { join } from 'node:path';
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

/** The mail catcher that `npm start` runs when no mail relay is configured. */
export function catcherInbox(dataDir: string): Inbox & { readonly address: string } {
  const { inbox } = readJson<{ inbox?: number }>(join(dataDir, 'ports.json'), {});
  if (inbox === undefined) {
    throw new StartFailure(
      `There is no mail inbox under ${dataDir}: the demo follows the links in real mails, so start the product without SMTP_URL.`,
    );
  }
  const address = `http://127.0.0.1:${inbox}`;
  return {
    address,
    list: async ({ to }) => {
      const response = await reach(`${address}/api/messages?${new URLSearchParams({ to }).toString()}`);
      return Messages.parse(await response.json()).items;
    },
  };
}

/** Links of a text mail that lead below a path of the product. */
export const linksTo = ({ text }: Mail, prefix: string): readonly string[] =>
  (text.match(/https?:\/\/[^\s<>"]+/g) ?? []).filter((link) => link.startsWith(prefix));
