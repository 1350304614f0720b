import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { CalendarBody, CalendarKey } from '../../domain/calendar/schema';
import { DomainError } from '../../domain/errors';
import type { StoredCalendar } from '../../db/stores/calendars';
import { translate } from '../../templates/catalog';
import { CALENDAR_WRITERS } from '../admin/access';
import { sendForm } from '../admin/admin-form';
import { calendarFields, calendarIn } from '../admin/calendar-form';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { ONTO_FIELDS, versionIn } from '../record-form/newer';
import { type FieldPlan, FRESH, one, type Outcome, typedIn, versionField } from '../record-form/plan';
import { saveCalendar } from '../save-calendar';
import { checkAccess } from '../session';
import { calendarAt } from './calendar-pages';
import { recordedForm } from './drafts';
import type { Guarded } from './guard';
import type { PageDeps } from './reader';
import type { Requests } from './requests-port';
import { callOf, type Visit } from './visit';

const NEW = '/admin/new-calendar';
const EDIT = '/admin/calendars/:calendar/edit';

/** The form that makes a new version of a calendar, or a new one; the same may be pasted as JSON. */
export function calendarEditor(deps: PageDeps, { insiderForm }: Guarded, requests: Requests): Router {
  const router = Router();
  const page = (handle: (visit: Visit) => Promise<unknown>): RequestHandler =>
    insiderForm((req, res, reader) => {
      checkAccess(CALENDAR_WRITERS, reader.person);
      return handle({ deps, requests, req, res, reader });
    });
  router.get(
    NEW,
    page((visit) => show(visit, null, FRESH)),
  );
  router.post(
    NEW,
    page((visit) => act(visit, null)),
  );
  router.get(
    EDIT,
    page(async (visit) => show(visit, await calendarAt(visit), FRESH)),
  );
  router.post(
    EDIT,
    page(async (visit) => act(visit, await calendarAt(visit))),
  );
  return router;
}

const BLANK = { weekly: {}, holidays: [], workdays: [] };

function fieldsFor({ reader }: Visit, stored: StoredCalendar | null): readonly FieldPlan[] {
  const { locale, person } = reader;
  const shown = stored ?? { announcedUntil: null, calendar: { ...BLANK, timeZone: person.timeZone } };
  return [versionField(stored?.version ?? 0), ...calendarFields(shown, { locale, key: stored?.key ?? null })];
}

async function show(visit: Visit, stored: StoredCalendar | null, outcome: Outcome): Promise<void> {
  const { locale } = visit.reader;
  const say = (key: string): string => translate(locale, key);
  const here = stored && `/admin/calendars/${stored.key}`;
  await sendForm(visit, {
    heading: stored ? (stored.title ?? stored.key) : say('calendars.new'),
    trail: [
      { href: '/admin', text: say('page.admin.title') },
      { href: '/admin/calendars', text: say('page.calendars.title') },
      ...(here ? [{ href: here, text: say('people.view') }] : []),
    ],
    lead: say('calendars.form-lead'),
    notes: stored?.origin === 'shipped' ? [say('calendars.becomes-own')] : [],
    words: { action: actionAt(here), submit: say('calendars.save'), kept: true },
    fields: fieldsFor(visit, stored),
    outcome,
    recordHref: here,
  });
}

const actionAt = (here: string | null): string => (here ? `${here}/edit` : NEW);

/** A refusal keeps what was typed. */
async function act(visit: Visit, stored: StoredCalendar | null): Promise<void> {
  const { deps, req, res, reader } = visit;
  const typed = typedIn(req, [...fieldsFor(visit, stored), ...ONTO_FIELDS]);
  try {
    if (reader.formRefused) throw reader.formRefused;
    const body = parseWith(CalendarBody, calendarIn(typed), 'INVALID_FIELDS');
    const key = stored?.key ?? parseWith(KeyBody, { key: one(typed, 'key') }, 'INVALID_FIELDS').key;
    const ifMatch = stored ? etagOf(versionIn(typed)).etag : null;
    await saveCalendar(deps.db, { ...callOf(visit), ifMatch }, { key, body, isNew: stored === null });
    recordedForm(visit, actionAt(stored && `/admin/calendars/${key}`));
    res.redirect(303, `/admin/calendars/${key}?saved=1`);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await show(visit, stored && (await calendarAt(visit)), { typed, refusal: error });
  }
}

const KeyBody = z.strictObject({ key: CalendarKey });
