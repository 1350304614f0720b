import type { PlanningRules, ProhibitedActivities } from './settings-schema';

const GUIDELINE = '银保监办发〔2021〕141号 (bank IT outsourcing)';

/** What an organisation may not give away, as it ships: the responsibility for these stays with whoever outsources. */
export const SHIPPED_PROHIBITED: ProhibitedActivities = {
  items: [
    { code: 'strategy-management', names: { en: 'Strategy management', 'zh-CN': '战略管理' }, source: GUIDELINE },
    { code: 'risk-management', names: { en: 'Risk management', 'zh-CN': '风险管理' }, source: GUIDELINE },
    { code: 'internal-audit', names: { en: 'Internal audit', 'zh-CN': '内部审计' }, source: GUIDELINE },
    {
      code: 'security-accountability',
      names: { en: 'Accountability for information security', 'zh-CN': '信息安全责任' },
      source: GUIDELINE,
    },
  ],
};

export const SHIPPED_RULES: PlanningRules = {
  managementFloorBp: 300,
  mitigationFrom: 12,
  assessmentsRequired: false,
  thinMarketBelow: 3,
  pulseLow: 3,
  pulseDrop: 0.5,
  communicationDays: [-30, -7, 30],
};

/** What gate G1 and the needs record go by. */
export interface PlanningSettings {
  readonly prohibited: readonly string[];
  readonly rules: PlanningRules;
}

export const SHIPPED_SETTINGS: PlanningSettings = {
  prohibited: SHIPPED_PROHIBITED.items.map(({ code }) => code),
  rules: SHIPPED_RULES,
};
