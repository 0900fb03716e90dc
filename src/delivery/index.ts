export { CLAIM_MS, type DeliveryJob, type Speaker } from './delivery-job.ts'
