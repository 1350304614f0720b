import type { Bilingual } from '../shapes';
import type { CRITICALITY_QUESTIONS } from './catalogue';

/** The questions of the criticality wizard as people are asked them; yes raises the level. */
export const QUESTION_TEXTS: Readonly<Record<(typeof CRITICALITY_QUESTIONS)[number], Bilingual>> = {
  serviceContinuity: {
    en: 'Would a failure of the service interrupt our own service to customers?',
    'zh-CN': '该服务中断，是否会使我们对客户的服务中断？',
  },
  finance: {
    en: 'Could a failure cause a material financial loss?',
    'zh-CN': '该服务失败，是否可能造成重大财务损失？',
  },
  compliance: {
    en: 'Could a failure make us break law, regulation or a licence?',
    'zh-CN': '该服务失败，是否可能使我们违反法律、监管要求或许可条件？',
  },
  personalData: {
    en: 'Will the vendor handle personal data or other protected information?',
    'zh-CN': '供应商是否会处理个人信息或其他受保护的信息？',
  },
  substitutability: {
    en: 'Would it be hard to replace the vendor or to take the work back in reasonable time?',
    'zh-CN': '是否难以在合理时间内更换供应商或收回自营？',
  },
  concentration: {
    en: 'Do several of our important services already depend on few vendors of this kind?',
    'zh-CN': '我们是否已有多项重要服务集中依赖少数同类供应商？',
  },
};
