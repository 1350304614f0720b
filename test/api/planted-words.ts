import { partMay } from '../../api/authorization/parts';
import type { Caller } from '../../api/authorization/rules';

const OVERSEERS = ['admin', 'manager', 'executive', 'auditor'];

/** The words of the two requests: of an engagement's request everybody in the organisation may read. */
const REQUESTS = ['alone', 'gate'];
/** What a request says of the engagement that it is about. */
const NAMED_IN_REQUEST = 'Shared-admin-title';

/**
 * Whether somebody may come upon a planted word: ours upon all but those of a request that stands alone, a machine upon
 * those of its engagement, a vendor upon what both sides share, whoever has a part in a request upon its words. Nobody may
 * read a bid before the bids of its engagement are opened.
 */
export function mayReadWord(caller: Caller, word: string, openedIn: ReadonlySet<string>): boolean {
  const [kind, of = ''] = word.split('-');
  if (kind === 'Sealed' && !openedIn.has(of)) return false;
  const isInRequest = REQUESTS.includes(of) || word === NAMED_IN_REQUEST;
  if (isInRequest && caller.kind === 'party' && partMay(caller.part, 'read')) return true;
  switch (caller.kind) {
    case 'nobody':
    case 'roleless':
      return false;
    case 'key':
      return of === (caller.own ? 'admin' : 'elsewhere');
    case 'vendor':
      return kind === 'Shared' && caller.own !== (of === 'elsewhere');
    case 'party':
      return caller.role !== null && of !== 'alone';
    case 'ours':
      return of !== 'alone' || OVERSEERS.includes(caller.role);
  }
}
