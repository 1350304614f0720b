import type { ActionItemPages } from './action-item-page-data';
import type { AdminPages } from './admin-page-data';
import type { AuditPages } from './audit-page-data';
import type { ChannelPages } from './channel-page-data';
import type { ProposalPages } from './proposal-page-data';
import type { WebhookPages } from './webhook-page-data';
import type { ExitPages } from './exit-page-data';
import type { HomePages } from './home-page-data';
import type { IntegrationPages } from './integration-page-data';
import type { MailAdminPages } from './mail-admin-data';
import type { CalendarPages } from './calendar-page-data';
import type { PeoplePages } from './people-page-data';
import type { PolicyPages } from './policy-page-data';
import type { PortfolioPages } from './portfolio-page-data';
import type { RecordFormPages } from './record-form-data';
import type { ReviewPages } from './review-page-data';
import type { ScorePages } from './score-page-data';
import type { SignInPages } from './security-page-data';
import type { ServicePages } from './service-page-data';
import type { SettlementPages } from './settlement-data';
import type { StartPages } from './start-page-data';
import type { StatusPages } from './status-page-data';
import type { SupplierPages } from './supplier-page-data';
import type { ValuesPages } from './values-page-data';

/** Pages that have files of their own, inside what surrounds every page. */
export interface PartPages<Page>
  extends
    ActionItemPages<Page>,
    AdminPages<Page>,
    AuditPages<Page>,
    ChannelPages<Page>,
    ProposalPages<Page>,
    WebhookPages<Page>,
    MailAdminPages<Page>,
    CalendarPages<Page>,
    PeoplePages<Page>,
    PolicyPages<Page>,
    StartPages<Page>,
    StatusPages<Page>,
    PortfolioPages<Page>,
    HomePages<Page>,
    SupplierPages<Page>,
    ScorePages<Page>,
    ServicePages<Page>,
    IntegrationPages<Page>,
    ReviewPages<Page>,
    SettlementPages<Page>,
    ExitPages<Page>,
    RecordFormPages<Page>,
    ValuesPages<Page>,
    SignInPages<Page> {}
