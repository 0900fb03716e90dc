import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findThawed } from './check-gaps.ts'
import { findGapFaults } from './find-gap-faults.ts'
import { type GapDialogue, readGapDialogues, readGapGoods } from './gap-dialogue.ts'

const dialogues = [...readGapDialogues('first'), ...readGapDialogues('second')]

test('the long-gap dialogues are enough, sound, unlike each other and as they were frozen', () => {
  expect(findGapFaults(dialogues, readGapGoods())).toEqual([])
  expect(findThawed(import.meta.dirname)).toEqual([])
})

test('a talk that copies another, an unknown id and a wrong gap are found', () => {
  const copied: GapDialogue = {
    id: 'same-99',
    kind: 'same',
    shop: 'yi',
    gap: 60,
    orders: [],
    steps: [...(dialogues[0]?.steps ?? []), { at: 1_000_000, change: 'delist', id: 'hat' }],
  }
  const faults = findGapFaults([...dialogues, copied], readGapGoods())
  expect(faults).toContain('same-99: nobody has hat')
  expect(faults).toContain(`${dialogues[0]?.id} and same-99: too alike`)
  expect(faults.filter((fault) => fault.startsWith('same-99: longest gap'))).toHaveLength(1)
})

test('a file changed after the freeze is found', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gaps-'))
  try {
    cpSync(import.meta.dirname, dir, { recursive: true })
    writeFileSync(join(dir, 'second.jsonl'), '')
    expect(findThawed(dir)).toEqual(['second.jsonl'])
  } finally {
    rmSync(dir, { recursive: true })
  }
})
