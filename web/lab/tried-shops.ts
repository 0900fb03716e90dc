import { readChoice, writeChoice } from '../ui/choice.ts'

const keyOf = (shopId: string): string => `xiaoer.tried.${shopId}`

/** Whose robot somebody on this machine has talked to in the test chat. */
export const hasTried = (shopId: string): boolean => readChoice(keyOf(shopId)) !== null

export const rememberTried = (shopId: string): void => writeChoice(keyOf(shopId), 'yes')
