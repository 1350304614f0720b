import { workflowHref } from '../../api/pages/workflow-link';
import { servicesOver } from './world';

const { config } = servicesOver(null as never);
const NAMED = {
  ...config,
  temporalUi: 'https://temporal.example',
  temporal: { address: '127.0.0.1:7233', namespace: 'out sourcing' },
};
const ADMIN = { roles: ['admin'] } as const;

test('an administrator is led to the process of a page where Temporal’s own pages are named, and nobody else is', () => {
  expect(workflowHref(NAMED, ADMIN, 'request-1')).toBe(
    'https://temporal.example/namespaces/out%20sourcing/workflows/request-1',
  );
  expect(workflowHref(NAMED, { roles: ['manager', 'auditor'] }, 'request-1')).toBeNull();
  expect(workflowHref(config, ADMIN, 'request-1')).toBeNull();
});
