import type { RiskRules } from './rules-schema';

/**
 * Thresholds as they ship. Report within 24 hours: 银保监办发〔2021〕141号, art. 38. Notification of a leak of personal data:
 * Personal Information Protection Law (PIPL, 个人信息保护法) art. 57, which says "at once"; a day is its outer limit here.
 */
export const SHIPPED_RISK_RULES: RiskRules = {
  exposure: { amberFrom: 8, redFrom: 15 },
  events: {
    categories: { quality: 1, capacity: 1.2, legal: 1.3, data: 1.5, communication: 0.8 },
    severities: [0.6, 1, 2, 3, 4],
    decay: [
      { days: 14, share: 1 },
      { days: 28, share: 0.85 },
      { days: 56, share: 0.6 },
      { days: 84, share: 0.4 },
    ],
    oldShare: 0.2,
    rectifiedShare: 0.85,
    importanceBp: { general: 10_000, important: 12_000, critical: 12_000 },
    yellowFrom: 0.8,
    redFrom: 2,
    redLineSeverity: 3,
    redLineDays: 84,
  },
  series: {
    lambda: 0.3,
    sigmas: 3,
    forecastPoints: 6,
    forecastAhead: 2,
    worseningSteps: 3,
    severities: { R1: 'red', R2: 'amber', R3: 'amber', R4: 'amber', R5: 'amber', R6: 'amber' },
  },
  alarms: {
    red: { acknowledgeDays: 1, planDays: 5 },
    amber: { acknowledgeDays: 3, planDays: null },
    escalateEveryDays: 2,
    escalateAgain: 3,
    reopenDays: 30,
  },
  incidents: {
    severities: { minor: 1, moderate: 2, major: 3 },
    reportHours: 24,
    remindHours: [12, 4, 1],
    notifyHours: 24,
    vendorReportDays: 5,
    containment: [
      { code: 'isolate', names: { en: 'Isolate what is affected', 'zh-CN': '隔离受影响的系统和数据' }, hours: 4 },
      {
        code: 'revoke',
        names: { en: 'Revoke or change exposed credentials', 'zh-CN': '停用或更换泄露的账号和密钥' },
        hours: 8,
      },
      { code: 'evidence', names: { en: 'Secure logs and other evidence', 'zh-CN': '固定日志等证据' }, hours: 24 },
      {
        code: 'scope',
        names: { en: 'Establish what data and whom it concerns', 'zh-CN': '查明涉及的数据和人员范围' },
        hours: 24,
      },
      { code: 'restore', names: { en: 'Restore the service and check it', 'zh-CN': '恢复服务并验证' }, hours: 72 },
    ],
  },
  backtestHorizon: 2,
};
