import type { Letter, Mailer } from '../../activities/deps';
import type { Inbox, Mail } from '../demo/inbox';

export interface Mailbox extends Mailer, Inbox {}

/** Takes every mail and keeps it for whoever looks: nothing leaves this process. */
export function createMailbox(): Mailbox {
  const letters: (Letter & { readonly id: string })[] = [];
  return {
    send: (letter) => {
      letters.unshift({ ...letter, id: String(letters.length + 1) });
      return Promise.resolve();
    },
    list: ({ to }): Promise<readonly Mail[]> => Promise.resolve(letters.filter((letter) => letter.to.address === to)),
  };
}
