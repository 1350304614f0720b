/** What a vendor with an account is answered in place of what an answer has for others, by the call and the field. */
export const WITHHELD = {
  /** Not our reasons and budgets, nor what we are deciding. */
  'get /engagements/{id}': { needs: {}, openGate: null },
} as const;
