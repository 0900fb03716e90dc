import type { Generated } from 'kysely'
import type { JsonColumn } from './json-column.ts'

// One interface a table, as in migrations/: the migration is the truth, a contract test compares.

export interface TestCaseTable {
  org_id: string
  test_case_id: string
  shop_id: string
  name: string
  scene: JsonColumn
  turns: JsonColumn
  changed_by: string
  created_at: number
  changed_at: number
}

export interface SavedViewTable {
  org_id: string
  view_id: string
  owner: string
  page: string
  name: string
  search: JsonColumn
  is_shared: Generated<boolean>
  created_at: number
}
