export { createCatalogue } from './catalogue.ts'
export { createOwnMatcher, type OwnMatcher } from './own-matcher.ts'
export { createPackMatcher, type ModelCache, type PackMatcher } from './pack-matcher.ts'
export { understand } from './understand.ts'
