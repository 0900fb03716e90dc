const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu
// Phones, identity and card numbers, in groups too. Nothing that a buyer wants to know hangs on so long a number.
const LONG_NUMBER = /\d(?:[ -]?\d){6,}/gu

/** What may leave the house: a model needs the question, not who asks. */
export const maskPersonal = (text: string): string =>
  text.replaceAll(MAIL, '[mail]').replaceAll(LONG_NUMBER, '[number]')
