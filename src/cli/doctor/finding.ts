export interface Finding {
  readonly name: string
  readonly state: 'good' | 'warning' | 'broken'
  /** What was found, and how to mend it. */
  readonly detail: string
}

export const good = (name: string, detail: string): Finding => ({ name, state: 'good', detail })
export const warning = (name: string, detail: string): Finding => ({ name, state: 'warning', detail })
export const broken = (name: string, detail: string): Finding => ({ name, state: 'broken', detail })
