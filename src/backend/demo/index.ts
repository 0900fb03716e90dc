export { createDemoBackend, type DemoBackendOptions } from './create-demo-backend.ts'
export { type DemoSettings, demoSettings } from './demo-settings.ts'
