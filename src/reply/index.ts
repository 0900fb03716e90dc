export { compose } from './compose.ts'
export { fill } from './fill.ts'
export { missingSpeech } from './speech.ts'
