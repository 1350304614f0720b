/** Fields of forms in which people write sentences, by their names: at least every text area of every page. */
const WRITTEN =
  /^(title|description|text|note|n\..+|links|summary|milestoneText|question|answer|reason(-\d+)?|assumptions|events|evidence(\/.+)?|criteria|participants|rootCause|head|(.+-)?comment|rating-remark)$/;

/** What somebody wrote, apart from what they chose: where its form is gone it is theirs to take along. */
export const writtenIn = (fields: Readonly<Record<string, readonly string[]>>): readonly string[] =>
  Object.entries(fields).flatMap(([name, texts]) => (WRITTEN.test(name) ? texts.filter(Boolean) : []));
