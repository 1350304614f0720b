import type { DocumentStore } from '../db/documents/store';
import type { Db } from '../db/knex';

/** What activities work with; built once in `worker.ts`. */
export interface Deps {
  readonly db: Db;
  readonly mailer: Mailer;
  readonly documents: DocumentStore;
  /** Root keys, newest first: the first one signs decision links. */
  readonly secrets: readonly string[];
  /** Base of every link in a mail. */
  readonly publicUrl: string;
  readonly mailFrom: string;
}

export interface Letter {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly messageId: string;
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string };
}

/** Hands one mail to the relay; resolves when the relay has taken it. */
export interface Mailer {
  send(letter: Letter): Promise<void>;
}
