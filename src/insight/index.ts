export { type DayFigures, type FigureQuery, readFigures } from './figures.store.ts'
