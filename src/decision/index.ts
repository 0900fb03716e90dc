export { decide } from './decide.ts'
export { SURE } from './quote-document.ts'
