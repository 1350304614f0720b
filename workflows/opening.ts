import { condition, defineQuery, defineUpdate, setHandler } from '@temporalio/workflow';
import { reasonOf } from './refuse';

export const openedUpdate = defineUpdate<unknown, [Record<string, never>]>('opened');
export const stageQuery = defineQuery('stage');

/** The first step of an execution: whoever started it waits until it is done, or hears why it is refused. */
export class Opening {
  private over = false;
  private refusal: Error | null = null;

  /** Listens for whoever wants to know where the execution stands. */
  constructor(private readonly stage: () => unknown) {
    setHandler(stageQuery, stage);
    setHandler(openedUpdate, () => this.opened());
  }

  /** Answers whether the execution goes on; it has entered its next stage before anybody hears of it. */
  async attempt(open: () => Promise<void>, enter: (opened: boolean) => void): Promise<boolean> {
    this.refusal = await refusalOf(open);
    const opened = this.refusal === null;
    enter(opened);
    this.over = true;
    return opened;
  }

  private async opened(): Promise<unknown> {
    await condition(() => this.over);
    if (this.refusal) throw this.refusal;
    return this.stage();
  }
}

async function refusalOf(open: () => Promise<void>): Promise<Error | null> {
  try {
    await open();
    return null;
  } catch (error) {
    const reason = reasonOf(error);
    return reason instanceof Error ? reason : new Error(String(reason));
  }
}
