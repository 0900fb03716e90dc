/** Fields that somebody changed and has not saved, by name. */
export type Change = Readonly<Record<string, unknown>>
