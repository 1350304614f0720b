import { Lanes } from './in-flight';
import { SIDE_BY_SIDE } from './mover';
import { openSession, type Session, SNAPSHOT } from './session';
import { literal } from './table-sql';
import type { PostgresPlace } from '../../domain/exit/place';

/** A connection to either side, for one span at a time. */
export interface TableLane {
  readonly source: Session;
  readonly target: Session;
}

interface Sides {
  readonly from: PostgresPlace;
  readonly to: PostgresPlace;
  /** The connection whose snapshot all others share. */
  readonly session: Session;
}

/** Connections beside the first ones, opened when spans are sent or compared; all see the source at the same moment. */
export class TableLanes {
  private opened: Promise<Lanes<TableLane>> | null = null;
  private readonly sessions: Session[] = [];

  constructor(private readonly sides: Sides) {}

  async use<R>(work: (lane: TableLane) => Promise<R>): Promise<R> {
    return (await this.ready()).use(work);
  }

  ready(): Promise<Lanes<TableLane>> {
    return (this.opened ??= this.open());
  }

  async close(): Promise<void> {
    await this.opened?.catch(() => undefined);
    await Promise.all(this.sessions.map((session) => session.close()));
  }

  private async open(): Promise<Lanes<TableLane>> {
    const snapshot = await this.sides.session.value('select pg_export_snapshot()');
    const lanes: TableLane[] = [];
    while (lanes.length < SIDE_BY_SIDE) {
      const lane = { source: await this.connect(this.sides.from), target: await this.connect(this.sides.to) };
      await lane.source.run(SNAPSHOT);
      await lane.source.run(`set transaction snapshot ${literal(snapshot ?? '')}`);
      lanes.push(lane);
    }
    return new Lanes(lanes);
  }

  private async connect(place: PostgresPlace): Promise<Session> {
    const session = await openSession(place);
    this.sessions.push(session);
    return session;
  }
}
