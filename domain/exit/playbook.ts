import { addDays } from '../calendar/civil';

export interface PlaybookTask {
  readonly key: string;
  readonly title: string;
  /** Role of the engagement that does it. */
  readonly role: 'owner' | 'contractManager' | 'serviceManager' | 'security' | 'finance' | 'legal' | 'vendorRep';
  /** Calendar day. */
  readonly due: string;
  readonly after: readonly string[];
}

interface Entry extends Omit<PlaybookTask, 'due'> {
  /** Days relative to the end of the service. */
  readonly offset: number;
}

const PLAYBOOK: readonly Entry[] = [
  { key: 'notify-vendor', title: 'Give notice to the vendor', role: 'contractManager', offset: -60, after: [] },
  { key: 'review-contract', title: 'Review exit clauses of the contract', role: 'legal', offset: -50, after: [] },
  { key: 'data-inventory', title: 'Complete the inventory of datasets', role: 'security', offset: -45, after: [] },
  {
    key: 'knowledge-transfer',
    title: 'Hand over knowledge to the receiver',
    role: 'serviceManager',
    offset: -30,
    after: ['notify-vendor'],
  },
  {
    key: 'migrate-data',
    title: 'Move all datasets and read them back',
    role: 'security',
    offset: -14,
    after: ['data-inventory'],
  },
  {
    key: 'acknowledge-data',
    title: 'Acknowledge the received datasets',
    role: 'serviceManager',
    offset: -7,
    after: ['migrate-data'],
  },
  {
    key: 'revoke-access',
    title: 'Revoke accounts, keys and passes',
    role: 'security',
    offset: 0,
    after: ['migrate-data'],
  },
  { key: 'settle-fees', title: 'Agree the settlement', role: 'finance', offset: 14, after: ['acknowledge-data'] },
  {
    key: 'confirm-settlement',
    title: 'Have the vendor agree to the settlement',
    role: 'contractManager',
    offset: 21,
    after: ['settle-fees'],
  },
  { key: 'exit-review', title: 'Look back on the engagement', role: 'owner', offset: 30, after: ['settle-fees'] },
  {
    key: 'delete-data',
    title: 'Have the vendor’s copies deleted, with certificate',
    role: 'security',
    offset: 30,
    after: ['acknowledge-data', 'settle-fees'],
  },
];

/** The tasks of an exit with their days, counted from the end of the service; none is before the day on which the exit began. */
export const layOutPlaybook = (effectiveDate: string, today: string): readonly PlaybookTask[] =>
  PLAYBOOK.map(({ offset, ...task }) => {
    const due = addDays(effectiveDate, offset);
    return { ...task, due: due < today ? today : due };
  });
