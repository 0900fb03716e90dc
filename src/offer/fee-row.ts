import type { LedgerRow } from './ledger-row.ts'

const ELSEWHERE = '*'

/** The row of shipping fees for a region: the one that lists it, else the one for everywhere else. */
export const feeRowFor = (rows: readonly LedgerRow[], region: string): LedgerRow | undefined =>
  rows.find((row) => region !== ELSEWHERE && row.terms.regions?.includes(region)) ?? feeRowElsewhere(rows)

export const feeRowElsewhere = (rows: readonly LedgerRow[]): LedgerRow | undefined =>
  rows.find((row) => row.terms.regions?.includes(ELSEWHERE))

export const listsRegions = (row: LedgerRow): boolean =>
  row.terms.regions?.some((region) => region !== ELSEWHERE) ?? false
