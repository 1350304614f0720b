import type { LeavingStatus } from './review-schema';

const TO_LEAVE_FOR_GOOD: readonly string[] = ['breach', 'data-security', 'authority'];
const POOR: readonly string[] = ['very-poor', 'poor'];

/** How the records would leave a vendor; the owner decides. */
export const proposedStatus = (cause: string | null, standing: string): LeavingStatus =>
  (cause !== null && TO_LEAVE_FOR_GOOD.includes(cause)) || POOR.includes(standing) ? 'exited' : 'qualified';
