import { useQuery } from '@tanstack/react-query'
import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { listProducts, readMirror } from '../api/goods.ts'
import type { Product, Shop } from '../api/shapes.ts'
import { Freshness } from '../goods/freshness.tsx'
import { Empty } from '../ui/empty.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loaded } from '../ui/loaded.tsx'
import { sayMoney } from '../ui/say.ts'
import { GoodsImport } from './goods-import.tsx'

const SHOWN = 6
const REFRESH_MS = 3000

export function GoodsStep({ shop }: { readonly shop: Shop }) {
  const { t, i18n } = useTranslation()
  const query = useQuery({ queryKey: ['lab-products', shop.shopId], queryFn: () => listProducts(shop.shopId, {}) })
  return (
    <Loaded query={query}>
      {({ items, next }) => (
        <div className="stack">
          {items.length > 0 && (
            <>
              <MirrorProgress shop={shop} />
              <strong data-testid="goods-count">
                {t('setup.goodsCount', { count: items.length, more: next ? '+' : '' })}
              </strong>
              {items.slice(0, SHOWN).map((product) => (
                <Goods key={product.productId} product={product} language={i18n.language} />
              ))}
            </>
          )}
          {shop.backend === 'none' && <GoodsImport shopId={shop.shopId} />}
          {shop.backend !== 'none' && items.length === 0 && (
            <Empty icon="bag" title={t('goods.none')} text={t('setup.goodsComing')} />
          )}
        </div>
      )}
    </Loaded>
  )
}

function Goods({ product, language }: { readonly product: Product; readonly language: string }) {
  return (
    <div className="row">
      {product.picture ? (
        <img className="thumb" src={product.picture} alt="" />
      ) : (
        <span className="thumb thumb-none">
          <Icon name="bag" />
        </span>
      )}
      <span className="grow clip">{product.title}</span>
      {product.skus[0] && <span>{sayMoney(product.skus[0].price, language)}</span>}
    </div>
  )
}

/** How much of the shop's system has been copied, kind by kind. */
function MirrorProgress({ shop }: { readonly shop: Shop }) {
  const { t } = useTranslation()
  const { data: mirror } = useQuery({
    queryKey: ['mirror', shop.shopId],
    queryFn: () => readMirror(shop.shopId),
    refetchInterval: REFRESH_MS,
  })
  if (shop.backend === 'none' || !mirror || mirror.items.length === 0) return null
  const done = mirror.items.filter(({ syncedAt }) => syncedAt !== null).length
  return (
    <>
      <Progress percent={Math.round((done / mirror.items.length) * 100)} aria-label={t('setup.progress')} />
      <Freshness shopId={shop.shopId} />
    </>
  )
}
