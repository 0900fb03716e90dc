export { drawQr } from './draw-qr.ts'
