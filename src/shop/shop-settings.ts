import { z } from 'zod'

const text = z.string().max(1000)
// true and false choose the answer, a text is said.
const yesOrText = z.union([z.boolean(), text])

/** The shop's own rules: what answers may say with `{policy.KEY}`. A key that is not set cannot be said. Keys: packs/README.md. */
export const policies = z
  .object({
    dispatchHours: z.int().min(1).max(1000),
    dispatchFrom: text,
    couriers: text,
    courierChoice: yesOrText,
    freeShippingFen: z.int().min(0),
    freightFen: z.int().min(0),
    remoteRegions: text,
    overseas: yesOrText,
    returnDays: z.int().min(0).max(365),
    returnFreight: text,
    freightInsurance: z.boolean(),
    exchange: text,
    returnAddress: text,
    refundDays: z.int().min(0).max(365),
    invoice: text,
    invoiceDelivery: text,
    priceProtectionDays: z.int().min(0).max(365),
    warranty: text,
    authenticity: text,
    giftWrap: text,
    giftNote: text,
    payments: text,
    instalments: yesOrText,
    cashOnDelivery: yesOrText,
    selfPickup: text,
    wholesale: yesOrText,
    customMade: text,
    addressChange: text,
    memberClub: text,
    reviewReward: text,
    restock: text,
    installation: text,
    sampleSize: yesOrText,
    preSale: text,
    phone: text,
    storeAddress: text,
    washCare: text,
    liveRoom: text,
  })
  .partial()
export type Policies = z.infer<typeof policies>

/** What a model may be asked for. Closed: the names are part of the API. */
export const MODEL_TASKS = ['rerank', 'paraphrase', 'split', 'rewrite', 'ground', 'suggest'] as const
const modelTask = z.enum(MODEL_TASKS)
export type ModelTask = z.infer<typeof modelTask>

const block = z.object({
  days: z.array(z.int().min(0).max(6)).min(1),
  from: z.string().regex(/^\d\d:\d\d$/),
  to: z.string().regex(/^\d\d:\d\d$/),
})

/**
 * Settings that organisation, group and shop may each set; the nearest one that says something wins, key by key
 * (`policies` likewise key by key). Absent = inherited.
 */
export const shopSettings = z
  .object({
    policies,
    /** When people answer; several blocks a day; `to` before `from` runs over midnight. */
    hours: z.array(block).max(50),
    timeZoneOffsetMinutes: z.int().min(-720).max(840),
    language: z.enum(['zh', 'en']),
    /** Several short messages within this quiet time are one turn, ms. */
    quietMs: z.int().min(0).max(30_000),
    sessionGapMinutes: z.int().min(1).max(10_080),
    answerThreshold: z.number().min(0).max(1),
    confirmThreshold: z.number().min(0).max(1),
    focusDays: z.number().min(0).max(60),
    assistantName: z.string().max(50),
    /** The share of the shop's test cases that must pass before its knowledge is published; 0 = none. */
    publishGate: z.number().min(0).max(1),
    handoffAfterMisses: z.int().min(1).max(10),
    /** The most that may be given as compensation for one order without a person; 0 = nothing. */
    compensationLimitFen: z.int().min(0).max(1_000_000),
    /** Categories (or the beginning of their path) that cannot be sent back: fresh food, underwear… */
    nonReturnableCategories: z.array(z.string().min(1).max(200)).max(100),
    /** What the organisation's model is asked for; empty = no model is asked. */
    modelTasks: z.array(modelTask).max(MODEL_TASKS.length),
    /** The longest that a buyer's turn waits for a model, ms. */
    modelWaitMs: z.int().min(200).max(5000),
    /** Tokens that the shop may spend on models in one day; 0 = none. */
    modelDailyTokens: z.int().min(0).max(1_000_000_000),
  })
  .partial()
export type ShopSettings = z.infer<typeof shopSettings>
