import { Router } from 'express';
import { hasRole, type OurRole } from '../../domain/people/people';
import type { AdminPart } from '../../templates/admin-page-data';
import { ADMIN_READERS, AUDIT_READERS, STATUS_READERS } from '../admin/access';
import { checkAccess } from '../session';
import { auditPage } from './audit-page';
import { accountsPage } from './accounts-page';
import { channelPages } from './channel-pages';
import { webhookPages } from './webhook-pages';
import { dutyRulesPage } from './duty-rules-page';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { calendarEditor } from './calendar-editor';
import { calendarPages } from './calendar-pages';
import { absencePages } from './absence-pages';
import { integrationPage } from './integration-page';
import { mailLogPages } from './mail-log-pages';
import { mailTemplatePages } from './mail-template-pages';
import { leavePage } from './leave-page';
import { peoplePages } from './people-pages';
import { personEditor } from './person-editor';
import { policyPages } from './policy-pages';
import { proposalPages } from './proposal-pages';
import { DUTY_RULES_PAGE, PROPOSALS } from './receiver-paths';
import { type PageDeps, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { statusPage } from './status-page';

interface Part extends AdminPart {
  readonly roles: readonly OurRole[];
}

/** What there is to administer, each for those who may see it. */
const PARTS: readonly Part[] = [
  { key: 'start', href: '/start', roles: ['admin'] },
  { key: 'policies', href: '/admin/policies', roles: ADMIN_READERS },
  { key: 'proposals', href: PROPOSALS, roles: ADMIN_READERS },
  { key: 'duty-rules', href: DUTY_RULES_PAGE, roles: ADMIN_READERS },
  { key: 'calendars', href: '/admin/calendars', roles: ADMIN_READERS },
  { key: 'people', href: '/admin/people', roles: ADMIN_READERS },
  { key: 'channels', href: '/admin/channels', roles: ['admin'] },
  { key: 'integration', href: '/integration', roles: ['admin'] },
  { key: 'mails', href: '/admin/mails', roles: ADMIN_READERS },
  { key: 'mail-templates', href: '/admin/mail-templates', roles: ADMIN_READERS },
  { key: 'audit', href: '/admin/audit', roles: AUDIT_READERS },
  { key: 'status', href: '/admin/status', roles: STATUS_READERS },
  { key: 'exchange-rates', href: '/exchange-rates', roles: ADMIN_READERS },
];

/** The way into the administration, and its parts. */
export function adminPages(deps: PageDeps, guarded: Guarded, requests: Requests): Router {
  const { insider } = guarded;
  const router = Router();
  router.get(
    '/admin',
    insider(async (_req, res, reader) => {
      const { person } = reader;
      checkAccess(ADMIN_READERS, person);
      const shell = shellFor(reader, deps, { nav: 'admin', todo: await countTodo(requests, person.id) });
      const parts = PARTS.filter(({ roles }) => hasRole(person, ...roles));
      sendPage(res, reader, { name: 'admin', data: { shell, parts: parts.map(({ key, href }) => ({ key, href })) } });
    }),
  );
  const first = [
    policyPages,
    proposalPages,
    dutyRulesPage,
    peoplePages,
    personEditor,
    leavePage,
    accountsPage,
    absencePages,
    calendarPages,
    calendarEditor,
  ];
  const others = [integrationPage, mailLogPages, mailTemplatePages, auditPage, statusPage, channelPages, webhookPages];
  for (const pages of [...first, ...others]) router.use(pages(deps, guarded, requests));
  return router;
}
