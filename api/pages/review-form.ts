import type { Request } from 'express';
import { toInstant } from '../../domain/calendar/zone';
import { DomainError } from '../../domain/errors';
import type { MeetingAction } from '../../domain/review/meeting';
import { Actions, Approve, CallOff, Held, Minutes, Objecting, Reschedule } from '../../domain/review/record-schema';
import { LocalDate } from '../../domain/shapes';
import { REVIEW_OFFERS, type ReviewOffer } from '../../templates/review-page-data';
import { parseWith } from '../parse';
import {
  type Acting,
  actionsAction,
  approveAction,
  callOffAction,
  type Found,
  heldAction,
  minutesAction,
  objectAction,
  rescheduleAction,
  type ReviewDeps,
} from '../reviews/act';
import { formField } from './csrf';

interface Filled {
  readonly req: Request;
  readonly found: Found;
  readonly acting: Acting;
}

type Read = (deps: ReviewDeps, filled: Filled) => Promise<MeetingAction>;

const INVALID = 'INVALID_FIELDS';
const MINUTE = 60_000;

/** What each form of the page asks for. */
const READ: Readonly<Record<ReviewOffer, Read>> = {
  held: (deps, { req, found, acting }) => {
    const participants = formField(req, 'participants')
      .split(/[,;\n，；、]+/)
      .map((name) => name.trim())
      .filter(Boolean);
    return heldAction(deps, found, { body: parseWith(Held, { participants }, INVALID), acting });
  },
  minutes: (deps, { req, found, acting }) =>
    minutesAction(deps, found, { body: parseWith(Minutes, { text: formField(req, 'text') }, INVALID), acting }),
  actions: (deps, { req, found, acting }) => {
    const [title, due, party] = ['title', 'due', 'party'].map((name) => formField(req, name));
    const one = { title, due, party, ownerId: formField(req, 'ownerId') || null };
    return actionsAction(deps, found, { body: parseWith(Actions, { actions: [one] }, INVALID), acting });
  },
  approve: (deps, { req, found, acting }) => {
    const comment = formField(req, 'comment');
    return approveAction(deps, found, { body: parseWith(Approve, comment ? { comment } : {}, INVALID), acting });
  },
  object: (deps, { req, found, acting }) =>
    objectAction(deps, found, { body: parseWith(Objecting, { comment: reasonOf(req, 'comment') }, INVALID), acting }),
  reschedule: (deps, { req, found, acting }) => {
    const reason = formField(req, 'reason');
    const meetingAt = instantOf(req, found.engagement.time_zone);
    const body = parseWith(Reschedule, { meetingAt, ...(reason && { reason }) }, INVALID);
    return rescheduleAction(deps, found, { body, acting });
  },
  cancel: (deps, { req, found, acting }) =>
    callOffAction(deps, found, { body: parseWith(CallOff, { reason: reasonOf(req, 'reason') }, INVALID), acting }),
};

/** The action that a form asks for. Throws a `DomainError` for what is missing or cannot be read. */
export async function formAction(deps: ReviewDeps, filled: Filled): Promise<MeetingAction> {
  const act = REVIEW_OFFERS.find((one) => one === formField(filled.req, 'act'));
  if (!act) throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  return READ[act](deps, filled);
}

function reasonOf(req: Request, name: string): string {
  const reason = formField(req, name);
  if (reason.length < 2)
    throw new DomainError('COMMENT_REQUIRED', 'Say why, in two characters or more.', [
      { path: name, message: 'must have at least 2 characters' },
    ]);
  return reason;
}

/** Date and time as they are where the service is. */
function instantOf(req: Request, timeZone: string): string {
  const [date, time] = [formField(req, 'date'), formField(req, 'time')];
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? [];
  const isDay = LocalDate.safeParse(date).success;
  if (!isDay || hours === undefined || minutes === undefined)
    throw new DomainError(INVALID, 'Give a date and a time.', [
      ...(isDay ? [] : [{ path: 'date', message: 'is needed' }]),
      ...(hours === undefined ? [{ path: 'time', message: 'is needed' }] : []),
    ]);
  const msOfDay = (Number(hours) * 60 + Number(minutes)) * MINUTE;
  return new Date(toInstant(timeZone, { date, msOfDay })).toISOString();
}
