import { useQuery } from '@tanstack/react-query'
import { Drawer, Tabs } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Rule, readOffer } from '../api/offers.ts'
import type { Offer } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { Loaded } from '../ui/loaded.tsx'
import { useUnsavedGuard } from '../ui/use-unsaved-guard.tsx'
import { ConflictList } from './conflicts.tsx'
import { OfferActs } from './offer-acts.tsx'
import { OfferForm } from './offer-form.tsx'
import { OfferHistory } from './offer-history.tsx'
import { RawRule } from './raw-rule.tsx'
import type { FieldProblem } from './rule-field.tsx'
import { useGoods } from './use-goods.ts'
import { useOfferName } from './use-offer-name.ts'
import { useSaveOffer } from './use-save-offer.ts'

interface DrawerProps {
  readonly shopId: string
  /** `new`: not written yet. */
  readonly offerId: string
  /** What a new one begins with. */
  readonly first?: Rule
  /** To tell conflicts by name. */
  readonly offers: readonly Offer[]
  readonly onClose: () => void
}

/** One offer: its terms, its history, and the way out. */
export function OfferDrawer({ shopId, offerId, offers, onClose, first = FIRST }: DrawerProps) {
  const { t } = useTranslation()
  const query = useQuery({
    queryKey: ['offer', shopId, offerId],
    queryFn: () => readOffer(shopId, offerId),
    enabled: offerId !== 'new',
    refetchOnWindowFocus: false,
  })
  const shared = { shopId, offers, onClose }
  if (offerId === 'new') return <Editor {...shared} key="new" offer={null} first={first} />
  if (query.data)
    return (
      <Editor {...shared} key={`${offerId} ${query.data.version}`} offer={query.data} first={query.data.rule ?? {}} />
    )
  return (
    <Drawer open size={720} title={t('offers.offer')} onClose={onClose}>
      <Loaded query={query}>{() => null}</Loaded>
    </Drawer>
  )
}

const FIRST: Rule = { kind: 'time-price' }

interface EditorProps {
  readonly shopId: string
  readonly offer: Offer | null
  readonly first: Rule
  readonly offers: readonly Offer[]
  readonly onClose: () => void
}

function Editor({ shopId, offer, first: given, offers, onClose }: EditorProps) {
  const { t } = useTranslation()
  const { may } = useMe()
  const [first] = useState(given)
  const [rule, setRule] = useState(first)
  const [problem, setProblem] = useState<FieldProblem | null>(null)
  const { guard, release, leaveBy } = useUnsavedGuard(() => rule !== first)
  const { skuChoices: skus } = useGoods(shopId)
  const nameOf = useOfferName()
  const save = useSaveOffer({ shopId, offer, onProblem: setProblem, onSaved: release })
  const change = (next: Rule) => {
    setProblem(null)
    setRule(next)
  }
  const title = offer ? nameOf(offer, offer.offerId) : t('offers.new')
  const editing = { rule, problem, skus, onChange: change }
  const form = (
    <>
      <OfferForm shopId={shopId} editing={editing} isNew={offer === null} />
      <RawRule rule={rule} onChange={change} />
    </>
  )
  const tabs = [
    { key: 'terms', label: t('offers.terms'), children: form },
    ...(offer
      ? [{ key: 'history', label: t('offers.history'), children: <OfferHistory shopId={shopId} offer={offer} /> }]
      : []),
  ]
  const acts = <OfferActs shopId={shopId} offer={offer} rule={rule} save={save} onDone={onClose} />
  return (
    <Drawer open size={720} title={title} onClose={() => leaveBy(onClose)} footer={may('offers:write') ? acts : null}>
      {guard}
      {problem && (
        <p role="alert" className="notice notice-bad" data-testid="offer-problem">
          {t('offers.refused', { field: problem.path })} {problem.message}
        </p>
      )}
      {save.data && save.data.conflicts.length > 0 && (
        <section className="notice notice-warn">
          <strong>{t('offers.savedWith', { count: save.data.conflicts.length })}</strong>
          <ConflictList conflicts={save.data.conflicts} offers={[...offers, save.data.offer]} />
        </section>
      )}
      <Tabs items={tabs} />
    </Drawer>
  )
}
