import type { Db } from '../../db/knex';
import { documentsOf } from '../../db/stores/documents';
import type { FieldPlan } from './plan';

/** The documents of an engagement to choose from, the newest first. */
export const documentOptions = async (db: Db, engagementId: string): Promise<NonNullable<FieldPlan['options']>> =>
  (await documentsOf(db, engagementId)).toReversed().map(({ id, fileName }) => ({ value: id, text: fileName }));
