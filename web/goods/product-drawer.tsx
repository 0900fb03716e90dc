import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Drawer, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { readProduct } from '../api/goods.ts'
import type { Product } from '../api/shapes.ts'
import { Loaded } from '../ui/loaded.tsx'
import { Outward } from '../ui/outward.tsx'
import { sayMoney } from '../ui/say.ts'
import { FreshChip } from './fresh-chip.tsx'

/** One product as the robot sees it. */
export function ProductDrawer({ shopId, productId }: { readonly shopId: string; readonly productId: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/products' })
  const query = useQuery({ queryKey: ['product', shopId, productId], queryFn: () => readProduct(shopId, productId) })
  return (
    <Drawer
      open
      size={640}
      title={query.data?.title ?? t('goods.product')}
      onClose={() => navigate({ search: (before) => ({ ...before, product: undefined }) })}
    >
      <Loaded query={query}>{(product) => <Details product={product} />}</Loaded>
    </Drawer>
  )
}

function Details({ product }: { readonly product: Product }) {
  const { t, i18n } = useTranslation()
  return (
    <div className="stack">
      <div className="row wrap">
        <FreshChip {...product} />
        <span className="chip">{product.productId}</span>
        <Outward url={product.url}>{t('goods.open')}</Outward>
      </div>
      <h3 className="section-title">{t('goods.attributes')}</h3>
      <dl className="facts">
        {Object.entries(product.attributes).map(([name, value]) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name}=`}>{value}</dd>,
        ])}
      </dl>
      <h3 className="section-title">{t('goods.skus')}</h3>
      <Table
        size="small"
        rowKey="skuId"
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        dataSource={[...product.skus]}
        columns={[
          {
            title: t('goods.options'),
            key: 'options',
            render: (_, sku) => Object.values(sku.options).join(' / ') || sku.skuId,
          },
          { title: t('goods.price'), key: 'price', render: (_, sku) => sayMoney(sku.price, i18n.language) },
          { title: t('goods.stock'), key: 'stock', render: (_, sku) => sku.stock ?? '—' },
        ]}
      />
      <Sizes rows={product.sizeTable ?? []} />
    </div>
  )
}

/** The first row is the head. */
function Sizes({ rows: [head, ...rows] }: { readonly rows: readonly (readonly string[])[] }) {
  const { t } = useTranslation()
  if (!head) return null
  return (
    <>
      <h3 className="section-title">{t('goods.sizes')}</h3>
      <table className="sizes">
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell}>{cell}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join(' ')}>
              {row.map((cell, at) => (
                <td key={`${head[at]}`}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
