import type { Route } from '../route';
import type { Services } from '../services';
import { actionItemRoutes } from './action-items';
import { alarmRoutes } from './alarms';
import { attachmentRoutes } from './attachments';
import { calculatorRoutes } from './calculators';
import { calendarRoutes } from './calendars';
import { checklistRoutes } from './checklist';
import { contractLifeRoutes } from './contract-life';
import { deliveryRoutes } from './delivery';
import { departmentRoutes } from './departments';
import { decisionLinkRoutes } from './decision-links';
import { diagramRoutes } from './diagrams';
import { engagementRoutes } from './engagements';
import { exchangeRateRoutes } from './exchange-rates';
import { exitRoutes } from './exit';
import { forecastRoutes } from './forecasts';
import { followUpRoutes } from './follow-up';
import { gateRoutes } from './gates';
import { suspensionRoutes } from './suspensions';
import { integrationRoutes } from './integration';
import { lessonRoutes } from './lessons';
import { listExportRoutes } from './list-exports';
import { needsRoutes } from './needs';
import { outboxRoutes } from './outbox';
import { peopleRoutes } from './people';
import { identityRoutes } from './identities';
import { naturalPersonRoutes } from './natural-persons';
import { sessionRoutes } from './sessions';
import { policyRoutes } from './policies';
import { portfolioRoutes } from './portfolio';
import { pulseRoutes } from './pulse';
import { requestExportRoutes } from './request-export';
import { personalDataRoutes } from './personal-data';
import { presenceRoutes } from './presence';
import { requestRoutes } from './requests';
import { sampleRoutes } from './samples';
import { resultRoutes } from './results';
import { incidentRoutes } from './incidents';
import { recordExportRoutes } from './record-exports';
import { timelineExportRoutes } from './timeline-export';
import { riskRoutes } from './risks';
import { signalRoutes } from './signals';
import { selectionRoutes } from './selection';
import { serviceTypeRoutes } from './service-types';
import { dutyRuleRoutes } from './duty-rules';
import { proposalRoutes } from './proposals';
import { settingRoutes } from './settings';
import { taskRoutes } from './tasks';
import { tenderRoutes } from './tender';
import { vendorRoutes } from './vendors';

/** Before those that read the last part of an address as an id. */
const sheetRoutes = (services: Services): readonly Route[] => [
  ...listExportRoutes(services),
  ...recordExportRoutes(services),
  ...timelineExportRoutes(services),
];

/** People and what lets them in. */
const whoRoutes = (services: Services): readonly Route[] => [
  ...peopleRoutes(services),
  ...sessionRoutes(services),
  ...identityRoutes(services),
  ...naturalPersonRoutes(services),
  ...presenceRoutes(services),
  ...personalDataRoutes(services),
  ...departmentRoutes(services),
];

const approvalRoutes = (services: Services): readonly Route[] => [
  ...requestRoutes(services),
  ...attachmentRoutes(services),
  ...requestExportRoutes(services),
  ...dutyRuleRoutes(services),
  ...proposalRoutes(services),
];

/** Every route below `/api/v1`. */
export const apiRoutes = (services: Services): readonly Route[] => [
  ...sheetRoutes(services),
  ...whoRoutes(services),
  ...calendarRoutes(services),
  ...policyRoutes(services),
  ...diagramRoutes(services),
  ...approvalRoutes(services),
  ...taskRoutes(services),
  ...decisionLinkRoutes(services),
  ...engagementRoutes(services),
  ...needsRoutes(services),
  ...settingRoutes(services),
  ...actionItemRoutes(services),
  ...serviceTypeRoutes(services),
  ...checklistRoutes(services),
  ...lessonRoutes(services),
  ...pulseRoutes(services),
  ...gateRoutes(services),
  ...suspensionRoutes(services),
  ...vendorRoutes(services),
  ...selectionRoutes(services),
  ...tenderRoutes(services),
  ...contractLifeRoutes(services),
  ...riskRoutes(services),
  ...incidentRoutes(services),
  ...signalRoutes(services),
  ...alarmRoutes(services),
  ...deliveryRoutes(services),
  ...resultRoutes(services),
  ...forecastRoutes(services),
  ...followUpRoutes(services),
  ...exitRoutes(services),
  ...calculatorRoutes(services),
  ...exchangeRateRoutes(services),
  ...portfolioRoutes(services),
  ...outboxRoutes(services),
  ...sampleRoutes(services),
  ...integrationRoutes(services),
];
