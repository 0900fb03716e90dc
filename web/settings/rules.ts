/** The shop's rules as answers may say them, in the groups in which a shopkeeper thinks of them. */
export type RuleKind = 'count' | 'money' | 'text' | 'flag' | 'flagOrText'

export interface Rule {
  readonly key: string
  readonly kind: RuleKind
}

const rule = (key: string, kind: RuleKind = 'text'): Rule => ({ key, kind })

export const RULE_GROUPS: readonly { readonly name: string; readonly rules: readonly Rule[] }[] = [
  {
    name: 'shipping',
    rules: [
      rule('dispatchHours', 'count'),
      rule('dispatchFrom'),
      rule('couriers'),
      rule('courierChoice', 'flagOrText'),
      rule('freeShippingFen', 'money'),
      rule('freightFen', 'money'),
      rule('remoteRegions'),
      rule('overseas', 'flagOrText'),
      rule('preSale'),
      rule('addressChange'),
    ],
  },
  {
    name: 'returns',
    rules: [
      rule('returnDays', 'count'),
      rule('returnFreight'),
      rule('freightInsurance', 'flag'),
      rule('exchange'),
      rule('returnAddress'),
      rule('refundDays', 'count'),
      rule('priceProtectionDays', 'count'),
      rule('warranty'),
    ],
  },
  {
    name: 'payment',
    rules: [
      rule('invoice'),
      rule('invoiceDelivery'),
      rule('payments'),
      rule('instalments', 'flagOrText'),
      rule('cashOnDelivery', 'flagOrText'),
      rule('memberClub'),
      rule('reviewReward'),
    ],
  },
  {
    name: 'goods',
    rules: [
      rule('authenticity'),
      rule('giftWrap'),
      rule('giftNote'),
      rule('restock'),
      rule('customMade', 'flagOrText'),
      rule('wholesale', 'flagOrText'),
      rule('sampleSize', 'flagOrText'),
      rule('installation'),
      rule('washCare'),
      rule('selfPickup'),
    ],
  },
  { name: 'contact', rules: [rule('phone'), rule('storeAddress'), rule('liveRoom')] },
]
