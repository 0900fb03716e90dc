export * from './grant.ts'
export * from './grant.store.ts'
export * from './grant-terms.ts'
export * from './grant-terms.store.ts'
