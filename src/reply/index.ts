export { type Composing, compose } from './compose.ts'
export { fill } from './fill.ts'
export { latestParcel } from './order-words.ts'
export { missingSpeech, SPEECH_KEYS } from './speech.ts'
