import { DomainError } from '../../domain/errors';
import { KnowledgeAnswer } from '../../domain/exit/knowledge-schema';
import { ConfirmReturn } from '../../domain/exit/return-schema';
import { DoneBody, WaiveBody } from '../../domain/exit/task-schema';
import { PURGE_CONFIRMERS } from '../../domain/exit/purge';
import { AskPurge } from '../../domain/exit/purge-schema';
import { Key, Uuid } from '../../domain/shapes';
import type { EngagementRow } from '../../db/stores/engagements';
import type { PageDeps } from '../pages/reader';
import type { FormCall } from '../pages/visit';
import { parseWith } from '../parse';
import { archiveRecord } from '../routes/archive';
import { recordHandOver, recordKnowledgeAnswer } from '../routes/exit-knowledge';
import { recordReturned } from '../routes/exit-returns';
import { confirmTaskWaiver, recordTaskDone, recordTaskWaiver } from '../routes/exit-tasks';
import { askForPurge, confirmThePurge, takeBackPurge } from '../routes/purge';
import { checkAccess, checkFresh } from '../session';

/** A form of the page as it was sent. */
export interface ExitForm {
  readonly deps: PageDeps;
  readonly row: EngagementRow;
  readonly call: FormCall;
  readonly field: (name: string) => string;
}

type Act = (form: ExitForm) => Promise<unknown>;

/** The key behind the kind of the thing that a form is about. */
const named = ({ field }: ExitForm): string => field('about').replace(/^[a-z]+:/, '');
const taskOf = (form: ExitForm) => ({ id: form.row.id, key: parseWith(Key, named(form), 'NOT_FOUND') });
const itemOf = (form: ExitForm) => ({ id: form.row.id, item: parseWith(Uuid, named(form), 'NOT_FOUND') });

const done: Act = (form) => {
  const comment = form.field('text');
  const body = parseWith(DoneBody, comment === '' ? {} : { comment }, 'COMMENT_REQUIRED');
  return recordTaskDone(form.deps, { ...form.call, params: taskOf(form), body });
};

const waive: Act = (form) => {
  const body = parseWith(WaiveBody, { reason: form.field('text') }, 'COMMENT_REQUIRED');
  return recordTaskWaiver(form.deps, { ...form.call, params: taskOf(form), body });
};

const confirmWaiver: Act = (form) => confirmTaskWaiver(form.deps, { ...form.call, params: taskOf(form), body: {} });

const returned: Act = (form) => {
  const { row, field } = form;
  const [evidence, worth] = [field('text'), field('worth')];
  const said = {
    state: field('state'),
    ...(evidence !== '' && { evidence }),
    ...(worth !== '' && { worth: { amount: worth, currency: row.currency } }),
  };
  const body = parseWith(ConfirmReturn, said, 'INVALID_FIELDS');
  return recordReturned(form.deps, { ...form.call, params: taskOf(form), body });
};

const handOver: Act = (form) => recordHandOver(form.deps, { ...form.call, params: itemOf(form), body: {} });

const answering =
  (accepted: boolean): Act =>
  (form) => {
    const comment = form.field('text');
    const body = parseWith(KnowledgeAnswer, { accepted, ...(comment !== '' && { comment }) }, 'COMMENT_REQUIRED');
    return recordKnowledgeAnswer(form.deps, { ...form.call, params: itemOf(form), body });
  };

const archive: Act = ({ deps, row, call }) => archiveRecord(deps, { ...call, params: { id: row.id }, body: {} });

const askPurge: Act = ({ deps, row, call, field }) => {
  const said = { reason: field('text'), archiveSha256: field('archive') };
  return askForPurge(deps, { ...call, params: { id: row.id }, body: parseWith(AskPurge, said, 'COMMENT_REQUIRED') });
};

const withdrawPurge: Act = ({ deps, row, call }) => takeBackPurge(deps, { ...call, params: { id: row.id }, body: {} });

const confirmPurge: Act = ({ deps, row, call }) => {
  checkAccess(PURGE_CONFIRMERS, call.actor);
  checkFresh(call.session, deps);
  return confirmThePurge(deps, { ...call, params: { id: row.id }, body: {} });
};

const ACTS: ReadonlyMap<string, Act> = new Map(
  Object.entries({
    done,
    waive,
    'confirm-waiver': confirmWaiver,
    returned,
    'hand-over': handOver,
    accept: answering(true),
    reject: answering(false),
    archive,
    'ask-purge': askPurge,
    'withdraw-purge': withdrawPurge,
    'confirm-purge': confirmPurge,
  }),
);

/** Does what a form of the page asks for, by the function that its route calls too. */
export function performExit(form: ExitForm): Promise<unknown> {
  const act = ACTS.get(form.field('act'));
  if (!act) throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  return act(form);
}
