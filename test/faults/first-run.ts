// Row A: a fresh clone in a fresh home: npm start, a question over HTTP gets the right answer with a product card,
// Ctrl-C leaves nothing behind, the second start is ready within 5 s; as root and as an ordinary user.
//   npx tsx test/faults/first-run.ts
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFigures } from '../../bench/evidence.ts'
import { askForProduct } from './ask-for-product.ts'
import { startCheckout } from './start-checkout.ts'

const ROOT = join(import.meta.dirname, '../..')
const ORDINARY = 'xiaoer-first'
const SECOND_START_MS = 5000

interface Person {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

function people(): Person[] {
  const me = {
    name: execFileSync('id', ['-un'], { encoding: 'utf8' }).trim(),
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
  }
  if (me.uid !== 0) return [me]
  if (!find(ORDINARY)) execFileSync('useradd', ['--create-home', ORDINARY])
  const ordinary = find(ORDINARY)
  return ordinary ? [me, ordinary] : [me]
}

function find(name: string): Person | undefined {
  const fields = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':')
  return fields && { name, uid: Number(fields[2]), gid: Number(fields[3]) }
}

async function firstRun(person: Person) {
  const work = mkdtempSync(join(tmpdir(), 'xiaoer-row-a-'))
  chmodSync(work, 0o755)
  const [checkout, home] = [join(work, 'xiaoer'), join(work, 'home')]
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', ROOT, checkout])
  mkdirSync(home)
  execFileSync('chown', ['-R', `${person.uid}:${person.gid}`, checkout, home])
  const order = { checkout, home, uid: person.uid, gid: person.gid, port: 17_300 }
  const first = await startCheckout(order)
  const answer = await askForProduct(first.said()).finally(first.stop)
  const leftAfterFirst = leftOvers(checkout)
  const second = await startCheckout(order)
  await second.stop()
  const figures = {
    ...{ user: person.name, firstStartMs: first.readyMs, secondStartMs: second.readyMs, load: loadavg()[0] },
    ...{ answer, leftAfterFirst, leftAfterSecond: leftOvers(checkout) },
  }
  console.log(figures)
  rmSync(work, { recursive: true, force: true })
  return figures
}

/** Processes that still have the checkout in their command line. */
const leftOvers = (checkout: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(checkout) && !line.startsWith('ps '))

const runs = []
for (const person of people()) runs.push(await firstRun(person))
const isGood = runs.every(
  (run) =>
    run.answer.isRight &&
    run.secondStartMs < SECOND_START_MS &&
    run.leftAfterFirst.length === 0 &&
    run.leftAfterSecond.length === 0,
)
console.log(writeFigures('first-run', { isGood, runs }))
process.exitCode = isGood ? 0 : 1
