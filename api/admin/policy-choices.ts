import type { Locale } from '../../domain/people/people';
import type { Db } from '../../db/knex';
import { listCalendars } from '../../db/stores/calendars';
import { listDepartments } from '../../db/stores/departments';
import { activeInsiders } from '../../db/stores/people';
import { drawPolicy, type Pictured } from '../../templates/diagram/drawing';
import type { Diagram } from '../../templates/page-data';
import type { Choices } from './policy-fields';

/** What a policy may name. */
export async function choicesFor(db: Db, locale: Locale): Promise<Choices> {
  const calendars = (await listCalendars(db)).map(({ key }) => key);
  return {
    locale,
    calendars: calendars.includes('24x7') ? calendars : ['24x7', ...calendars],
    departments: await listDepartments(db),
    people: (await activeInsiders(db)).map(({ email, name }) => ({ email, name })),
  };
}

/** What a sheet holds without shrinking its text. */
const SHEET_WIDTH = 1_040;

/** A policy as a picture for wide and narrow screens; its files are elsewhere, if it has any. */
export function diagramOf(picture: Pictured): Diagram {
  const wide = drawPolicy(picture, 'right');
  return {
    wide: wide.width <= SHEET_WIDTH ? wide : null,
    narrow: drawPolicy(picture, 'down'),
    href: '',
    bpmnHref: '',
  };
}
