export { type DemoSeedTools, type SeededDemo, seedDemoOrganisation } from './seed-demo-organisation.ts'
