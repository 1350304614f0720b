import { v7 as uuidv7 } from 'uuid';
import type { PolicyBody } from '../../domain/approval/schema';
import { DomainError } from '../../domain/errors';
import { listEngagements } from '../../db/read/engagements';
import type { Trial } from '../../templates/policy-page-data';
import { textsByName } from '../pages/csrf';
import type { Visit } from '../pages/visit';
import { previewPolicy } from '../policy-preview';
import { checkLengths, type Typed } from '../record-form/plan';
import { inAddresses, peopleNamedIn } from './known-people';
import { previewBodyIn, type TrialContext, trialFields, trialOf, type Tried } from './policy-trial';

const ENGAGEMENTS = 50;
const UNPLAYED = { refusal: null, preview: null } as const;

interface Trying {
  /** Where the sample values stand: the query or the body of a form. */
  readonly source: unknown;
  /** What stands in a form; null for the policy as it was saved. */
  readonly candidate: PolicyBody | null;
  /** Whether there is a policy that a request could run on. */
  readonly isSound: boolean;
}

/** The way that a request with the sample values would take; nothing is started, written or mailed. */
export async function tryPolicy(
  { deps, reader }: Pick<Visit, 'deps' | 'reader'>,
  tried: Tried,
  { source, candidate, isSound }: Trying,
): Promise<Trial> {
  const { person, locale } = reader;
  const typed = typedFrom(source);
  const now = deps.clock();
  const engagements = await listEngagements(deps.db, { now, before: null, limit: ENGAGEMENTS });
  const idOf = await peopleNamedIn(deps.db, Object.values(typed).flat());
  const context: TrialContext = { locale, person, engagements, idOf };
  const wasSent = 'try.requester' in typed;
  if (!isSound || !wasSent) return trialOf(tried, context, { typed: wasSent ? typed : null, ...UNPLAYED });
  try {
    checkLengths(trialFields(tried, context), typed);
    const body = { ...previewBodyIn(tried, typed, context), ...(candidate && { candidate }) };
    const preview = await previewPolicy(deps.db, { key: tried.key, body, actor: person, now, id: uuidv7() });
    return trialOf(tried, context, { typed, refusal: null, preview });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return trialOf(tried, context, { typed, refusal: inAddresses(error), preview: null });
  }
}

/** The sample values by the names of their fields. */
const typedFrom = (source: unknown): Typed =>
  Object.fromEntries(Object.entries(textsByName(source)).filter(([name]) => name.startsWith('try.')));
