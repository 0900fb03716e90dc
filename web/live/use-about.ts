import { useTranslation } from 'react-i18next'
import type { Rule } from '../api/offers.ts'
import { textAt, textsAt } from '../offers/rule-path.ts'
import { useGoods } from '../offers/use-goods.ts'

/** What an offer of a room is called here: its title, else the goods that it is of. */
export function useAbout(shopId: string): (rule: Rule | null, otherwise: string) => string {
  const { t } = useTranslation()
  const { products } = useGoods(shopId)
  return (rule, otherwise) => {
    const title = textAt(rule, 'title')
    if (title !== undefined) return title
    const [skus, ids] = [textsAt(rule, 'scope.skus'), textsAt(rule, 'scope.products')]
    const named = products.filter(
      (one) => ids.includes(one.productId) || one.skus.some(({ skuId }) => skus.includes(skuId)),
    )
    const [first, ...more] = named
    if (!first) return otherwise
    return more.length === 0 ? first.title : t('live.andMore', { product: first.title, count: more.length })
  }
}
