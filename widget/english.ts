export { default as words } from './words/en.json'
