import type { Response, Test } from 'supertest';
import type { Letter } from '../../activities/deps';
import { saveLiveOn } from '../../db/stores/engagements';
import { inTransaction } from '../../db/transaction';
import type { Intake } from '../../api/document-upload';
import type { DocumentStore } from '../../db/documents/store';
import type { Locale } from '../../domain/people/people';
import { ServiceWorld } from './service-world';

export const PERIOD = '2027-02';
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
/** Begins like a picture and is none. */
export const HTML = Buffer.from('GIF89a<script>alert(1)</script>');
const kpi = (key: string, part: object = {}) => ({
  key,
  name: key,
  unit: '%',
  direction: 'maximise',
  weightBp: 2500,
  frequency: 'monthly',
  source: 'vendor',
  floor: 80,
  target: 95,
  ...part,
});
/** Three that the vendor owes, one of them worked out from two figures, and one of ours. */
const KPIS = [
  kpi('uptime', { name: 'Up <time>', precision: 1 }),
  kpi('on-time', { formula: '{done}/{due}*100', inputs: ['done', 'due'] }),
  kpi('calls'),
  kpi('quality', { source: 'internal', name: 'Our secret measure' }),
];

/** The values of February 2027, asked for on Thursday 4 March. */
export class FormWorld {
  private constructor(readonly service: ServiceWorld) {}

  static async open(documents?: DocumentStore, intake: Partial<Intake> = {}): Promise<FormWorld> {
    return new FormWorld(await ServiceWorld.open(documents, {}, intake));
  }

  get db() {
    return this.service.database.db;
  }

  /** A service of its own; answers the path of the vendor's form, out of its mail. */
  async begin(locale: Locale = 'en', kpis: readonly object[] = KPIS): Promise<string> {
    const { service } = this;
    const id = await service.begin({ locale });
    await inTransaction(this.db, (trx) => saveLiveOn(trx, id, '2027-01-01'));
    await service.call('put', '/kpis', [...kpis]).expect(200);
    await service.until('2027-03-04T12:00');
    await service.post();
    return this.linkIn(this.letterTo('v-'));
  }

  letterTo = (start: string): Letter | undefined =>
    this.service.letters.filter(({ to }) => to.address.startsWith(start)).at(-1);

  linkIn = (letter: Letter | undefined): string => /http:\/\/localhost(\/k\/\S+)/.exec(letter?.text ?? '')?.[1] ?? '';

  page = (path: string): Test => this.service.page(path);

  async act(path: string, fields: Readonly<Record<string, string>>, status = 303): Promise<Response> {
    return this.service.act(path, { act: 'submit', ...fields }, status);
  }

  values = () =>
    this.db('kpi_values')
      .where({ engagement_id: this.service.id })
      .orderBy(['key', 'revision'])
      .select('key', 'value', 'status', 'inputs', 'reason', 'evidence', 'side', 'recorded_by');

  corrections = () =>
    this.db('kpi_corrections')
      .where({ engagement_id: this.service.id })
      .select('key', 'value', 'kind', 'side', 'state');

  /** Files that bear values out, the first one first. */
  evidence = () =>
    this.db('kpi_evidence')
      .where({ engagement_id: this.service.id })
      .orderBy('id')
      .select('id', 'key', 'side', 'file_name', 'media_type', 'revision', 'correction_id', 'uploaded_by');

  /** Somebody of ours brings a file by the API. */
  upload = (key: string, who: 'owner' | 'stranger' | 'service' = 'owner', content: Buffer = PDF): Test =>
    this.service
      .call('post', `/kpis/${key}/evidence?period=${PERIOD}&fileName=a.pdf`, undefined, who)
      .set('content-type', 'application/octet-stream')
      .send(content);

  close = () =>
    this.service.until('2027-03-10T12:00').then((done) => {
      if (!done.some((one) => one.startsWith('kpi-close'))) throw new Error('the period is open still');
    });
}
