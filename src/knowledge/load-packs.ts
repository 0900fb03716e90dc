import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { bannedTerms, NOTHING_BANNED } from './banned-terms.ts'
import type { Entry } from './entry.ts'
import {
  attributesFile,
  entryOf,
  type Lexicon,
  lexicon,
  type Pack,
  packManifest,
  renderFile,
  scenario,
  speech,
} from './pack.ts'
import type { Packs } from './packs.ts'
import { createPacks } from './packs.ts'

interface Reader {
  readonly dir: string
  readonly problems: string[]
}

/**
 * Reads and checks packs/<id>/ (the newest version) and packs/<id>/versions/<version>/ (older ones kept for shops that
 * stay on them). Throws one Error that names every broken file and id: a broken pack stops the start.
 */
export async function loadPacks(dir: string): Promise<Packs> {
  const problems: string[] = []
  const newest: Pack[] = []
  const older: Pack[] = []
  for (const name of await folders(dir)) {
    const pack = await readPack({ dir: join(dir, name), problems })
    if (!pack) continue
    if (pack.id !== name) problems.push(`${join(dir, name)}/pack.json: id is ${pack.id}, the folder says ${name}`)
    newest.push(pack)
    for (const version of await folders(join(dir, name, 'versions'))) {
      const old = await readPack({ dir: join(dir, name, 'versions', version), problems })
      if (old) older.push(old)
    }
  }
  problems.push(...checkTogether(newest))
  if (problems.length > 0) throw new Error(`The packs under ${dir} are broken:\n${problems.slice(0, 50).join('\n')}`)
  return createPacks(newest, older)
}

async function folders(dir: string): Promise<string[]> {
  try {
    const found = await readdir(dir, { withFileTypes: true })
    return found
      .filter((item) => item.isDirectory())
      .map((item) => item.name)
      .sort()
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

async function readPack(reader: Reader): Promise<Pack | null> {
  const manifest = await readChecked(reader, 'pack.json', packManifest)
  const entries = await readScenarios(reader)
  const attributes = await readChecked(reader, 'attributes.json', attributesFile)
  const words = await readChecked(reader, 'speech.json', speech)
  const lexical = await readChecked(reader, 'lexicon.json', lexicon)
  const outOfScope = await readChecked(reader, 'out-of-scope.json', z.array(z.string().min(1)))
  const banned = await readChecked(reader, 'banned-terms.json', bannedTerms)
  const render = await readChecked(reader, 'render.json', renderFile)
  if (!manifest) {
    reader.problems.push(`${reader.dir}/pack.json: is missing or broken`)
    return null
  }
  for (const item of entries) {
    if (!item.entryId.startsWith(`${manifest.id}.`))
      reader.problems.push(`${reader.dir}: ${item.entryId} is not of this pack`)
  }
  return {
    ...manifest,
    entries,
    attributes: attributes ?? [],
    speech: words ?? {},
    lexicon: lexical ?? EMPTY_LEXICON,
    outOfScope: outOfScope ?? [],
    bannedTerms: banned ?? NOTHING_BANNED,
    render: render ?? null,
  }
}

async function readScenarios(reader: Reader): Promise<Entry[]> {
  const files = await names(join(reader.dir, 'scenarios'))
  const entries: Entry[] = []
  for (const file of files) {
    const listed = await readChecked(reader, `scenarios/${file}`, z.array(z.unknown()))
    for (const [index, raw] of (listed ?? []).entries()) {
      const checked = scenario.safeParse(raw)
      if (checked.success) entries.push(entryOf(checked.data))
      else reader.problems.push(...explain(`${reader.dir}/scenarios/${file}: ${nameOf(raw, index)}`, checked.error))
    }
  }
  return entries
}

async function names(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()
  } catch (error) {
    if (isAbsent(error)) return []
    throw error
  }
}

async function readChecked<Shape>(reader: Reader, name: string, schema: z.ZodType<Shape>): Promise<Shape | undefined> {
  const path = join(reader.dir, name)
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  try {
    const checked = schema.safeParse(JSON.parse(text))
    if (checked.success) return checked.data
    reader.problems.push(...explain(path, checked.error))
  } catch (error) {
    reader.problems.push(`${path}: is not JSON (${error instanceof Error ? error.message : 'unreadable'})`)
  }
  return undefined
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const explain = (where: string, error: z.ZodError): string[] =>
  error.issues.slice(0, 5).map((issue) => `${where}: ${issue.path.join('.') || 'file'}: ${issue.message}`)

function nameOf(raw: unknown, index: number): string {
  const named = z.object({ id: z.string() }).safeParse(raw)
  return named.success ? named.data.id : `scenario ${index + 1}`
}

function checkTogether(packs: readonly Pack[]): string[] {
  const problems: string[] = []
  const ids = new Set(packs.map((pack) => pack.id))
  const seen = new Set<string>()
  for (const pack of packs) {
    for (const parent of pack.extends)
      if (!ids.has(parent)) problems.push(`${pack.id}: extends ${parent}, which is absent`)
    for (const { entryId } of pack.entries) {
      if (seen.has(entryId)) problems.push(`${pack.id}: ${entryId} stands twice`)
      seen.add(entryId)
    }
  }
  return problems
}

const EMPTY_LEXICON: Lexicon = lexicon.parse({})
