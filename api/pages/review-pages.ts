import { type Request, type Response, Router } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { type EngagementAct, engagementAccess } from '../../domain/engagement/access';
import { DomainError } from '../../domain/errors';
import { Uuid } from '../../domain/shapes';
import { packOf } from '../../db/stores/review-packs';
import { activeInsiders } from '../../db/stores/people';
import {
  REVIEW_FIELDS,
  REVIEW_OFFERS,
  type ReviewAttempt,
  type ReviewOffer,
  type TypedOnReview,
} from '../../templates/review-page-data';
import { engagementPlace } from '../../templates/engagement-parts';
import { teamOf } from '../engagement-scope';
import { actOnReview, type Found, neededFor, scopedReview, sideOf } from '../reviews/act';
import { meetingView, offersOf } from '../reviews/meeting-view';
import { packForms, partsFor, readablePack } from '../reviews/pack';
import { formField } from './csrf';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded, SignedIn } from './guard';
import { countTodo } from './inbox-page';
import { livePart } from './live-pages';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { formAction } from './review-form';
import { FAULTLESS, faultsIn, type Naming, type Refused } from './typed-faults';

interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly reader: SignedIn;
}

const typedOf = (field: (name: string) => string): TypedOnReview =>
  Object.fromEntries(['act', ...REVIEW_FIELDS].map((name) => [name, field(name)])) as TypedOnReview;
const FRESH: ReviewAttempt = { refusal: null, exact: null, typed: { ...typedOf(() => ''), ...FAULTLESS } };

/** A review with its pack, its minutes and what may be done about them. */
export function reviewPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  const shown = async (visit: Visit, attempt: ReviewAttempt): Promise<void> => {
    const todo = await countTodo(requests, visit.reader.person.id);
    await showReview(deps, { ...visit, todo }, attempt);
  };
  router.get(
    '/reviews/:id',
    insider((req, res, reader) => shown({ req, res, reader }, FRESH)),
  );
  router.post(
    '/reviews/:id',
    insider(async (req, res, reader) => {
      const refused = await attempted(deps, { req, res, reader });
      if (refused === null) {
        recordedForm({ deps, res, reader }, pathOf({ id: String(req.params['id']) }));
        return res.redirect(303, req.originalUrl);
      }
      const { code: refusal, message: exact = null } = refused;
      return shown({ req, res, reader }, { refusal, exact, typed: typedIn(req, refused) });
    }),
  );
  return router;
}

const pathOf = ({ id }: { readonly id: string }): string => `/reviews/${id}`;

/** How the forms call what the records call otherwise. */
const NAMING: Naming = [
  [/^participants\..*$/, 'participants'],
  [/^actions\.\d+\.(\w+)$/, '$1'],
  [/^meetingAt$/, 'date'],
];

function typedIn(req: Request, refused: Refused): ReviewAttempt['typed'] {
  const typed = typedOf((name) => formField(req, name));
  return { ...typed, ...faultsIn({ act: typed.act, fields: typed, naming: NAMING }, refused) };
}

/** What stands in the forms, as far as the page still has the one that was refused. */
function drawnOn(offers: Readonly<Record<ReviewOffer, boolean>>, { refusal, exact, typed }: ReviewAttempt) {
  const act = REVIEW_OFFERS.find((one) => one === typed.act);
  if (refusal === null || !act || offers[act]) return { refusal, exact, typed, kept: '' };
  const { text, comment, title, reason, participants } = typed;
  return { refusal, exact, typed: FRESH.typed, kept: text || comment || title || reason || participants };
}

const foundBy = ({ db }: PageDeps, { req, reader }: Visit, act: EngagementAct): Promise<Found> => {
  const id = Uuid.safeParse(req.params['id']);
  if (!id.success) throw new DomainError('NOT_FOUND', 'There is no such review.');
  return scopedReview(db, id.data, { actor: reader.person, act });
};

async function showReview(
  deps: PageDeps,
  visit: Visit & { readonly todo: number | null },
  attempt: ReviewAttempt,
): Promise<void> {
  const { db } = deps;
  const { res, reader, todo } = visit;
  const { review, engagement } = await foundBy(deps, visit, 'know');
  const live = attempt === FRESH ? await livePart(deps, { kind: 'engagement', id: engagement.id }) : null;
  const stored = await packOf(db, review.id);
  const { locale, timeZone, person } = reader;
  const meeting = await meetingView(db, review);
  const mayAct = engagementAccess('report', person, teamOf(engagement)) === null;
  const offers = offersOf(review, { side: sideOf(person, engagement), mayAct });
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${engagement.number} ${engagement.title}`, todo, live },
    drafts: draftsOf(person, pathOf(review)),
  });
  const data = {
    shell,
    engagement: {
      href: engagementPlace(engagement.id, 'reviews'),
      number: engagement.number,
      title: engagement.title,
    },
    meeting,
    pack: stored && readablePack(stored, { locale, timeZone, parts: partsFor(person, engagement) }),
    forms: stored ? packForms(review.id, locale) : [],
    inviteHref: `/api/v1/reviews/${review.id}/invite.ics`,
    actionHref: `/reviews/${review.id}`,
    offers,
    people: offers.actions ? (await activeInsiders(db)).map(({ id, name }) => ({ id, name })) : [],
    ...drawnOn(offers, attempt),
  };
  sendPage(res, reader, { name: 'review', status: attempt.refusal ? 422 : 200, data });
}

/** Does what the form asks for; answers a refusal that the person can do something about. */
async function attempted(deps: PageDeps, visit: Visit): Promise<Refused | null> {
  const found = await foundBy(deps, visit, neededFor(formField(visit.req, 'act')));
  const newId = uuidv7();
  const acting = { actor: visit.reader.person, channel: 'page', now: deps.clock(), newId } as const;
  try {
    const action = await formAction(deps, { req: visit.req, found, acting });
    await actOnReview(deps, found, { action, newId });
    return null;
  } catch (error) {
    if (error instanceof DomainError && error.code !== 'NOT_FOUND') return error;
    throw error;
  }
}
