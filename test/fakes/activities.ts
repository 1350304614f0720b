import type { Activities } from '../../activities';
import type { AgendaItem, Cursor } from '../../domain/engagement/agenda';
import { compareAgenda } from '../../domain/engagement/agenda';

/** Activities that do nothing and answer what lets the story go on; a test replaces the ones it is about. */
export const quietActivities = {
  createEngagement: jest.fn(() => Promise.resolve()),
  recordEngagement: jest.fn((_record: { readonly type: string }) => Promise.resolve()),
  recordSignature: jest.fn(() => Promise.resolve()),
  markLive: jest.fn(() => Promise.resolve()),
  applyGate: jest.fn(() => Promise.resolve()),
  openExit: jest.fn(() => Promise.resolve([])),
  mayClose: jest.fn(() => Promise.resolve(true)),
  announce: jest.fn(() => Promise.resolve([])),
  sendMail: jest.fn(() => Promise.resolve()),
} satisfies { readonly [K in keyof Activities]?: jest.Mock };

/** An agenda of given items, as the planning activity would answer it. */
export const agendaOfItems =
  (items: readonly AgendaItem[]) =>
  ({ cursor, limit }: { cursor: Cursor; limit: number }): Promise<readonly AgendaItem[]> =>
    Promise.resolve(items.filter((item) => compareAgenda(item, cursor) > 0).slice(0, limit));
