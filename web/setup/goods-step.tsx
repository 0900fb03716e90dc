import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { listProducts } from '../api/goods.ts'
import type { Shop } from '../api/shapes.ts'
import { Freshness } from '../goods/freshness.tsx'
import { Empty } from '../ui/empty.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { sayMoney } from '../ui/say.ts'

const SHOWN = 6

export function GoodsStep({ shop }: { readonly shop: Shop }) {
  const { t, i18n } = useTranslation()
  const query = useQuery({ queryKey: ['lab-products', shop.shopId], queryFn: () => listProducts(shop.shopId, {}) })
  return (
    <Loaded query={query}>
      {({ items, next }) =>
        items.length === 0 ? (
          <Empty icon="bag" title={t('goods.none')} text={t('goods.noneText')} />
        ) : (
          <div className="stack">
            <Freshness shopId={shop.shopId} />
            <strong>{t('setup.goodsCount', { count: items.length, more: next ? '+' : '' })}</strong>
            {items.slice(0, SHOWN).map((product) => (
              <div key={product.productId} className="row">
                {product.picture ? <img className="thumb" src={product.picture} alt="" /> : <span className="thumb" />}
                <span className="grow clip">{product.title}</span>
                {product.skus[0] && <span>{sayMoney(product.skus[0].price, i18n.language)}</span>}
              </div>
            ))}
          </div>
        )
      }
    </Loaded>
  )
}
