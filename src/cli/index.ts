export { openDemo, startDemoShop } from './seed/open-demo.ts'
