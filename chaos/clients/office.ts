import type { NewOp, Op } from '../evidence';
import type { Delivery } from '../mail/sink';
import type { Random } from '../random';

/** A task that a client knows of, from the answer to a start or from a mail. */
export interface KnownTask {
  readonly id: string;
  /** Known from the answer to its start only. */
  readonly requestId?: string;
  /** Who is asked: the id of a person, or the address that the mail went to. */
  readonly assignee: string;
  readonly link: string | null;
}

export interface KnownRequest {
  readonly id: string;
  /** Token of whoever asked. */
  readonly requester: string;
}

/** What all clients of a run have in common: their log, and what there is to do. */
export class Office {
  readonly ops: Op[] = [];
  readonly requests: KnownRequest[] = [];
  readonly engagements: string[] = [];
  readonly #tasks = new Map<string, KnownTask>();
  #lastId = 0;

  log(op: NewOp): void {
    this.#lastId += 1;
    this.ops.push({ ...op, id: this.#lastId });
  }

  knowTask(task: KnownTask): void {
    this.#tasks.set(`${task.id} ${task.link === null ? 'api' : 'link'}`, task);
  }

  /** Sinks call this for every mail: approvers read them. */
  read({ links, to }: Delivery): void {
    for (const link of links) {
      const [, id] = /\/a\/([0-9a-f-]{36})\./.exec(link) ?? [];
      if (id !== undefined) this.knowTask({ id, assignee: to[0] ?? '', link });
    }
  }

  /** Some task; `take` means that nobody else will be given it by this channel. */
  task(random: Random, take: boolean): KnownTask | undefined {
    const names = [...this.#tasks.keys()];
    const name = names[random.below(names.length)];
    const task = name === undefined ? undefined : this.#tasks.get(name);
    if (take && name !== undefined) this.#tasks.delete(name);
    return task;
  }

  tasksOf(requestId: string): readonly KnownTask[] {
    return [...this.#tasks.values()].filter((task) => task.requestId === requestId);
  }

  mailed(): readonly KnownTask[] {
    return [...this.#tasks.values()].filter(({ link }) => link !== null);
  }
}
