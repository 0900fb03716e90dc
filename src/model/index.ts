export { createModels, type Models } from './create-models.ts'
export { type Probed, probeEndpoint } from './probe-endpoint.ts'
export { findModelEndpoint, type ModelEndpoint, removeModelEndpoint, saveModelEndpoint } from './endpoint.store.ts'
export { readSpent, spendDay } from './spend.store.ts'
