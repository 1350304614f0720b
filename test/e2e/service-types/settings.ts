import { z } from 'zod';
import { Anything } from '../../../bin/demo/http';
import type { World } from './world';

const Setting = z.looseObject({ version: z.int(), origin: z.string(), checklist: z.array(z.unknown()) });

/** An organisation's own rule: a service of no known kind has one required item at each gate. */
export async function requireChecks({ admin }: World): Promise<void> {
  const request = { method: 'GET', path: '/service-types/other' } as const;
  const { version: _version, origin: _origin, ...body } = await admin.call(request, Setting);
  const checks = (['needs', 'award', 'contract'] as const).map((gate) => ({
    key: `must-${gate}`,
    gate,
    text: { en: 'Two people have read it', 'zh-CN': '两人已审阅' },
    required: true,
  }));
  const own = { ...body, checklist: [...body.checklist, ...checks] };
  await admin.call({ method: 'PUT', path: '/service-types/other', body: own }, Anything);
}

const Rules = z.looseObject({ version: z.int(), origin: z.string() });

/** An organisation that assesses criticality, activities, market and own skills before it decides. */
export async function requireAssessments({ admin }: World): Promise<void> {
  const path = '/settings/planning-rules';
  const { version: _version, origin: _origin, ...body } = await admin.call({ method: 'GET', path }, Rules);
  await admin.call({ method: 'PUT', path, body: { ...body, assessmentsRequired: true } }, Anything);
}
