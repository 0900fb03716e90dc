import { useMutation } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { quoteCart } from '../api/offers.ts'
import { useShop } from '../frame/use-shop.ts'
import { entranceOfRoom } from '../offers/offer-state.ts'
import { useOffers } from '../offers/use-offers.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { PageWaiting } from '../ui/waiting.tsx'
import { BuyerForm } from './buyer-form.tsx'
import { CartForm } from './cart-form.tsx'
import { bodyOf, emptyQuestion, type Question } from './question.ts'
import { QuoteResult } from './quote-result.tsx'
import '../offers/offers.css'
import './quote.css'

/** What would this buyer pay now: the very function that the robot's answers come from. */
export function QuotePage() {
  const { shop } = useShop()
  if (!shop) return <PageWaiting />
  return <Simulator key={shop.shopId} shopId={shop.shopId} />
}

function Simulator({ shopId }: { readonly shopId: string }) {
  const { t } = useTranslation()
  const { sku, room } = useSearch({ from: '/quote' })
  const [question, setQuestion] = useState(() => emptyQuestion(sku, room ? entranceOfRoom(room) : ''))
  const offers = useOffers(shopId)
  const ask = useMutation({ mutationFn: (asked: Question) => quoteCart(shopId, bodyOf(asked, shopId)) })
  const { mutate } = ask
  // An address that names an article is answered at once.
  useEffect(() => {
    if (sku) mutate(emptyQuestion(sku, room ? entranceOfRoom(room) : ''))
  }, [mutate, sku, room])
  const canAsk = question.lines.some(({ skuId }) => skuId !== '')
  return (
    <Page title={t('page.quote')} hint={t('quote.hint')} isWide>
      <div className="quote-columns">
        <form
          className="card quote-form"
          onSubmit={(event) => {
            event.preventDefault()
            ask.mutate(question)
          }}
        >
          <CartForm shopId={shopId} question={question} onChange={setQuestion} />
          <BuyerForm shopId={shopId} question={question} offers={offers.data?.items ?? []} onChange={setQuestion} />
          <Button
            type="primary"
            htmlType="submit"
            icon={<Icon name="receipt" size={16} />}
            disabled={!canAsk}
            loading={ask.isPending}
            data-testid="quote-ask"
          >
            {t('quote.ask')}
          </Button>
        </form>
        <section className="card" aria-live="polite" data-testid="quote-result">
          {ask.isError && <Failed error={ask.error} onRetry={() => ask.mutate(question)} />}
          {ask.isSuccess && (
            <QuoteResult shopId={shopId} asked={ask.variables} answer={ask.data} offers={offers.data?.items ?? []} />
          )}
          {ask.isIdle && <Empty icon="receipt" title={t('quote.none')} text={t('quote.noneText')} />}
        </section>
      </div>
    </Page>
  )
}
