/** Fields of forms in which people write sentences, by their names. */
const WRITTEN =
  /^(title|description|text|note|links|summary|milestoneText|question|answer|reason(-\d+)?|assumptions|(.+-)?comment|rating-remark)$/;

/** What somebody wrote, apart from what they chose: where its form is gone it is theirs to take along. */
export const writtenIn = (fields: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(fields).flatMap(([name, texts]) => (WRITTEN.test(name) ? texts.filter(Boolean) : []));
