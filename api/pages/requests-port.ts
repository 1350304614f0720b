import type { InboxEntry, InboxQuery } from '../../db/read/inbox';
import type { Box, RequestAction, RequestView, TaskAction } from '../../domain/approval/request-schema';
import type { RequestState } from '../../domain/approval/state';
import type { BulkAction, BulkResult } from '../bulk';
import type { RequestDone } from '../requests';
import type { Person } from '../../domain/people/people';
import type { Session } from '../../db/stores/sessions';

/** What the pages need of approvals: the same reads and the same gateway calls as the API. */
export interface Requests {
  /** The request as this person may see it; null when there is none, or none for them. */
  readonly view: (id: string, person: Person) => Promise<RequestView | null>;
  /** The approval itself as it was last recorded, to ask what is possible now. */
  readonly state: (id: string) => Promise<RequestState | null>;
  readonly inbox: (query: InboxQuery) => Promise<readonly InboxEntry[]>;
  readonly counts: (userId: string) => Promise<Readonly<Record<Box, number>>>;
  readonly actOnTasks: (act: {
    readonly actor: Person;
    readonly session: Session;
    readonly body: BulkAction;
    readonly id: string;
    readonly requestId: string;
  }) => Promise<readonly BulkResult[]>;
  readonly actOnTask: (act: {
    readonly actor: Person;
    readonly session: Session;
    readonly taskId: string;
    readonly body: TaskAction;
  }) => Promise<unknown>;
  readonly actOnRequest: (act: {
    readonly actor: Person;
    readonly requestId: string;
    readonly body: RequestAction;
  }) => Promise<Pick<RequestDone, 'proposalId'>>;
}
