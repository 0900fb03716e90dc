export { openDemo } from './seed/open-demo.ts'
