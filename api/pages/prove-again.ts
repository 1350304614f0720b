import { isFresh } from '../../domain/people/session-rules';
import { sessionRulesOf } from '../session';
import type { Visit } from './visit';

/** Whether whoever visits has lately shown who they are. */
export const isProven = ({
  deps: { config, clock },
  reader: { session },
}: {
  readonly deps: Pick<Visit['deps'], 'config' | 'clock'>;
  readonly reader: Pick<Visit['reader'], 'session'>;
}): boolean => isFresh(session, sessionRulesOf(config), clock());

/** Where they show it, and come back from; with what went wrong there before. */
export const hrefToConfirm = (next: string, refused?: 'too-late'): string =>
  `/confirm?${refused ? `refused=${refused}&` : ''}next=${encodeURIComponent(next)}`;

export const toConfirm = ({ req, res }: Visit): Promise<void> => {
  res.redirect(303, hrefToConfirm(req.path));
  return Promise.resolve();
};
