import { hardFigures } from '../hard-figures.ts'
import { offerFigures } from '../offer-figures.ts'

// Prices, cheap and dear, coupons and red packets, reductions, free shipping and its costs, deposits, gifts.
const MONEY_WORDS =
  /\u4ef7|\u591a\u5c11\u94b1|\u51e0\u5757|\u4fbf\u5b9c|\u5238|\u7ea2\u5305|\u4f18\u60e0|\u6253\u6298|\u6298\u6263|\u6ee1\u51cf|\u7acb\u51cf|\u5305\u90ae|\u514d\u90ae|\u90ae\u8d39|\u8fd0\u8d39|\u5feb\u9012\u8d39|\u5b9a\u91d1|\u8ba2\u91d1|\u5c3e\u6b3e|\u4fc3\u9500|\u7279\u4ef7|\u8d60\u54c1|\u51d1\u5355|\bpric(?:e|es|ing)\b|\bcoupons?\b|\bvouchers?\b|\bdiscount|\bfree shipping\b|\bpostage\b|\bhow much\b|\bcheap|\bfreight\b|\bpromo/iu

/** Prices and offers come from the ledger: no document is quoted on them, and none is asked. */
export const isAboutMoney = (text: string): boolean =>
  MONEY_WORDS.test(text) ||
  offerFigures(text).length > 0 ||
  hardFigures(text).some(({ kind, role }) => kind === 'money' || role === 'fold')
