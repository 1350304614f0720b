import { hasRole, isInsider, mayManage, type Person } from '../../domain/people/people';
import type { EmptyStep } from '../../templates/empty-page-data';
import { STATUS_READERS } from '../admin/access';
import { ENGAGEMENT_STARTERS } from '../routes/engagements';
import { VENDOR_EDITORS } from '../routes/vendors/master';

type EmptyList = 'home' | 'inbox' | 'engagements' | 'vendors' | 'portfolio' | 'mails';
type Step = EmptyStep & { readonly may: (person: Person) => boolean };

const START: Step = {
  word: 'start-engagement',
  href: '/new-engagement',
  may: (person) => hasRole(person, ...ENGAGEMENT_STARTERS),
};
const SAMPLES: Step = { word: 'samples', href: '/start', may: (person) => hasRole(person, 'admin') };
const IMPORT: Step = { word: 'import-vendors', href: '/vendors/import', may: mayManage };
const ADD: Step = { word: 'new-vendor', href: '/new-vendor', may: (person) => hasRole(person, ...VENDOR_EDITORS) };
const LOOK: Step = { word: 'engagements', href: '/engagements', may: isInsider };
const STATE: Step = { word: 'status', href: '/admin/status', may: (person) => hasRole(person, ...STATUS_READERS) };

const STEPS: Readonly<Record<EmptyList, readonly Step[]>> = {
  home: [START, IMPORT, SAMPLES],
  inbox: [LOOK, START],
  engagements: [START, IMPORT, SAMPLES],
  vendors: [ADD, IMPORT, SAMPLES],
  portfolio: [START, SAMPLES],
  mails: [STATE],
};

/** What the reader of an empty list may do next. */
export const emptySteps = (list: EmptyList, person: Person): readonly EmptyStep[] =>
  STEPS[list].filter(({ may }) => may(person)).map(({ word, href }) => ({ word, href }));
