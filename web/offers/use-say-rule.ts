import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Rule } from '../api/offers.ts'
import { sayMoney, sayShare } from '../ui/say.ts'
import { countAt, numberAt, textAt, textsAt } from './rule-path.ts'

const WHOLE_BP = 10_000
const FOLD_BP = 1000

/** A share that is paid: 8.5 in Chinese, 85 % in English. */
export const sayRate = (payBp: number, language: string): string =>
  language === 'en' ? sayShare(payBp / WHOLE_BP, language) : String(payBp / FOLD_BP)

export const sayFen = (amount: number | null | undefined, language: string): string =>
  amount === null || amount === undefined ? '—' : sayMoney({ amount, currency: 'CNY' }, language)

/** What an offer gives, in one line. Empty: the rule is of a kind that has no words. */
export function useSayRule(): (rule: Rule | null) => string {
  const { t, i18n } = useTranslation()
  return (rule) => {
    if (rule === null) return ''
    const tongue = { rule, t, language: i18n.language }
    const say = SAYERS[textAt(rule, 'kind') ?? ''] ?? stepsOf
    return say(tongue)
  }
}

interface Tongue {
  readonly rule: Rule
  readonly t: TFunction
  readonly language: string
}
type Say = (tongue: Tongue) => string

const fen = ({ rule, language }: Tongue, path: string): string => sayFen(numberAt(rule, path) ?? 0, language)
const rate = ({ rule, language }: Tongue, path: string): string => sayRate(numberAt(rule, path) ?? 0, language)
const has = ({ rule }: Tongue, path: string): boolean => numberAt(rule, path) !== undefined

const price: Say = (tongue) => fen(tongue, 'priceFen')
const cutAt =
  (place: string): Say =>
  (tongue) => {
    const { rule, t } = tongue
    if (has(tongue, `${place}payBp`)) return t('offer-says.rate', { rate: rate(tongue, `${place}payBp`) })
    const skuId = textAt(rule, `${place}gift.skuId`)
    if (skuId !== undefined) return t('offer-says.gift', { skuId, count: numberAt(rule, `${place}gift.quantity`) ?? 1 })
    return t('offer-says.off', { amount: fen(tongue, `${place}offFen`) })
  }

function minimum({ rule, t, language }: Tongue, place: string): string {
  const [minFen, minQty] = [numberAt(rule, `${place}minFen`), numberAt(rule, `${place}minQty`)]
  const least = minFen ? t('offer-says.from', { amount: sayFen(minFen, language) }) : ''
  const pieces = minQty ? t('offer-says.pieces', { count: minQty }) : ''
  return [least, pieces].filter(Boolean).join(' ') || t('offer-says.any')
}

/** Chinese sets no space between what is asked and what is given. */
const joined = ({ language }: Tongue, asked: string, given: string): string =>
  `${asked}${language === 'en' ? ' ' : ''}${given}`

const stepsOf: Say = (tongue) => {
  const { rule, t } = tongue
  if (has(tongue, 'every.stepFen'))
    return t('offer-says.every', { amount: fen(tongue, 'every.stepFen'), off: fen(tongue, 'every.offFen') })
  return Array.from({ length: countAt(rule, 'tiers') }, (_, index) => {
    const place = `tiers.${index}.`
    return joined(tongue, minimum(tongue, place), cutAt(place)(tongue))
  }).join(t('offer-says.join'))
}

const SAYERS: Readonly<Record<string, Say>> = {
  'sku-price': price,
  'list-price': price,
  'time-price': price,
  'member-price': (tongue) => (has(tongue, 'priceFen') ? price(tongue) : cutAt('')(tongue)),
  drop: cutAt(''),
  discount: cutAt(''),
  presale: (tongue) =>
    tongue.t('offer-says.presale', {
      price: fen(tongue, 'priceFen'),
      deposit: fen(tongue, 'depositFen'),
      worth: fen(tongue, 'expandFen'),
    }),
  'nth-piece': (tongue) =>
    tongue.t('offer-says.nth', {
      count: numberAt(tongue.rule, 'pieces.0.n') ?? 0,
      rate: rate(tongue, 'pieces.0.payBp'),
    }),
  points: ({ rule, t, language }) =>
    t('offer-says.points', { share: sayShare((numberAt(rule, 'maxBp') ?? 0) / WHOLE_BP, language) }),
  'shipping-fee': (tongue) => {
    const regions = textsAt(tongue.rule, 'regions').join(' ')
    return `${regions} ${has(tongue, 'fee.flatFen') ? fen(tongue, 'fee.flatFen') : tongue.t('offer-says.feeByWeight')}`
  },
  'free-shipping': (tongue) => joined(tongue, minimum(tongue, ''), tongue.t('offer-says.free')),
  'freight-insurance': (tongue) => tongue.t('offer-says.insurance', { amount: fen(tongue, 'feeFen') }),
  'price-protection': ({ rule, t }) => t('offer-says.protection', { count: numberAt(rule, 'days') ?? 0 }),
}
