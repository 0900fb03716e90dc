import type { CharacterModel } from './character-model.ts'
import { type Sound, soundsOfCharacter, soundsOf } from './sounds.ts'

/**
 * Writes what was typed by ear as it was meant: a noisy channel (Kernighan, Church and Gale 1990) whose errors keep the sound.
 * A character is doubted only where the model never met it beside its neighbours; it gives way to one that sounds the same and
 * goes better there. Syllables in pinyin become the characters that best go together. Pure; expects what `normalise` gives.
 */
export function createSoundMender(
  model: CharacterModel,
  isEnglish: (word: string) => boolean,
): (text: string) => string {
  const bySound = new Map<number, string[]>()
  for (const character of model.characters) {
    for (const sound of soundsOfCharacter(character)) bySound.set(sound, [...(bySound.get(sound) ?? []), character])
  }
  const taught: Taught = { model, bySound, isEnglish }
  return (text) => mend(text, taught)
}

interface Taught {
  readonly model: CharacterModel
  readonly bySound: ReadonlyMap<number, readonly string[]>
  readonly isEnglish: (word: string) => boolean
}

function mend(text: string, taught: Taught): string {
  const sounds = soundsOf(text, taught.isEnglish)
  const choices = sounds.map((_, at) => choicesAt(sounds, at, taught))
  if (choices.every((one) => one.length === 1)) return text
  const best = bestPath(choices, taught.model)
  return sounds.map((one, at) => (isChanged(one, best[at]) ? '' : one.blank) + (best[at] ?? '')).join('')
}

const isChanged = ({ written, isSpelled }: Sound, best: string | undefined): boolean => isSpelled && best !== written

interface Choice {
  readonly written: string
  readonly cost: number
}

/** What another character must be worth (nats), and what it costs to leave pinyin as it is. */
const CHANGE_COST = 5
const PINYIN_COST = 7

/** What may have been meant there; what was written comes first. */
function choicesAt(sounds: readonly Sound[], at: number, { model, bySound }: Taught): Choice[] {
  const { written, sound, isSpelled } = sounds[at] ?? { written: '', sound: 0, isSpelled: false }
  if (sound === 0 || !(isSpelled || isDoubted(sounds, at, model))) return [{ written, cost: 0 }]
  const alike = (bySound.get(sound) ?? []).filter((other) => other !== written)
  return [
    { written, cost: isSpelled ? PINYIN_COST : 0 },
    ...alike.map((other) => ({ written: other, cost: isSpelled ? 0 : CHANGE_COST })),
  ]
}

/** No text has it beside the one before or the one after. */
function isDoubted(sounds: readonly Sound[], at: number, model: CharacterModel): boolean {
  const here = sounds[at]?.written ?? ''
  const [before, after] = [sounds[at - 1], sounds[at + 1]].map((one) => (one && isHeard(one) ? one.written : ''))
  if (!before && !after) return false
  return !((before && model.isPair(before, here)) || (after && model.isPair(here, after)))
}

const isHeard = ({ sound, isSpelled }: Sound): boolean => sound !== 0 && !isSpelled

interface End {
  readonly score: number
  readonly written: string
  readonly before: End | null
}

/** Viterbi: the way through the choices whose neighbours go together best. */
function bestPath(choices: readonly (readonly Choice[])[], model: CharacterModel): string[] {
  let ends: readonly End[] = [{ score: 0, written: '', before: null }]
  for (const here of choices) ends = here.map((choice) => bestEnd(choice, ends, model))
  const path: string[] = []
  let end: End | null = ends.reduce((a, b) => (b.score > a.score ? b : a))
  for (; end?.before; end = end.before) path.push(end.written)
  return path.reverse()
}

function bestEnd({ written, cost }: Choice, ends: readonly End[], model: CharacterModel): End {
  let best: End = { score: -Infinity, written, before: null }
  for (const before of ends) {
    const score =
      before.score - cost + (isHan(written) ? model.log(isHan(before.written) ? before.written : '', written) : 0)
    if (score > best.score) best = { score, written, before }
  }
  return best
}

const isHan = (written: string): boolean => written.length === 1 && written >= '\u3400' && written < '\ufb00'
