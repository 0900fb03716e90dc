export { type OpenDemo, openDemo } from './seed/open-demo.ts'
