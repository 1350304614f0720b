import type { RequestDesk } from '../workflows/approval-desk';
import { csrfIn } from './page-form';
import { type Answer, type RunningLinks, visit } from './running-links';

type Fields = Readonly<Record<string, string>>;

/** The pages of requests, as people read and fill them in. */
export class RequestPages {
  constructor(
    private readonly world: RunningLinks,
    private readonly api: string,
  ) {}

  readonly read = async (request: RequestDesk, name: string): Promise<string> => {
    const { status, text } = await visit(this.addressOf(request), {
      headers: { cookie: await this.world.signIn(name) },
    });
    expect(status).toBe(200);
    return text;
  };

  /** Fills in a form of the page and sends it, as a browser without scripts does. */
  readonly send = async (
    request: RequestDesk,
    name: string,
    fields: Fields,
    people: readonly string[] = [],
  ): Promise<Answer> => {
    const cookie = await this.world.signIn(name);
    const page = await visit(this.addressOf(request), { headers: { cookie } });
    const csrf = csrfIn(page.text);
    const taskId = fields['action'] ? '' : (await request.taskOf(name)).id;
    const path = fields['action'] ? 'actions' : `tasks/${taskId}`;
    const ticked = people.map((one): [string, string] => ['userIds', this.world.desk.id(one)]);
    const body = new URLSearchParams([['csrf', csrf], ...Object.entries(fields), ...ticked]);
    return visit(`${this.addressOf(request)}/${path}`, { headers: { cookie }, fields: body });
  };

  private addressOf({ id }: RequestDesk): string {
    return `${this.api}/requests/${id}`;
  }
}
