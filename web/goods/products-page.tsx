import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Segmented, Table, type TableColumnsType } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listProducts } from '../api/goods.ts'
import type { Product } from '../api/shapes.ts'
import { useMe } from '../frame/use-me.ts'
import { useShop } from '../frame/use-shop.ts'
import { Empty } from '../ui/empty.tsx'
import { Failed } from '../ui/failed.tsx'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { sayMoney } from '../ui/say.ts'
import { useColumnsShown } from '../ui/use-columns-shown.tsx'
import { SavedViews } from '../views/saved-views.tsx'
import { PageWaiting, Waiting } from '../ui/waiting.tsx'
import { FreshChip } from './fresh-chip.tsx'
import { Freshness } from './freshness.tsx'
import { ProductDrawer } from './product-drawer.tsx'
import './goods.css'

/** What the robot knows of the goods: a copy of the shop system, and how fresh it is. */
export function ProductsPage() {
  const { t } = useTranslation()
  const { shop } = useShop()
  const { product } = useSearch({ from: '/products' })
  const { me } = useMe()
  const { columns, picker } = useColumnsShown('products', me?.staff.staffId ?? '', useColumns())
  if (!shop) return <PageWaiting />
  return (
    <Page title={t('page.products')} hint={t('goods.hint')}>
      <Freshness shopId={shop.shopId} />
      <section className="card card-flush">
        <Shelf>{picker}</Shelf>
        <Products key={shop.shopId} shopId={shop.shopId} columns={columns} />
      </section>
      {product && <ProductDrawer shopId={shop.shopId} productId={product} />}
    </Page>
  )
}

const FILTERS = ['category', 'shelf'] as const

function Shelf({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation()
  const { shelf } = useSearch({ from: '/products' })
  const navigate = useNavigate({ from: '/products' })
  return (
    <div className="knowledge-find">
      <Segmented
        aria-label={t('goods.shelf')}
        value={shelf ?? ''}
        options={[
          { value: '', label: t('owner.any') },
          { value: 'true', label: t('goods.onShelf') },
          { value: 'false', label: t('goods.offShelf') },
        ]}
        onChange={(value) => navigate({ search: (before) => ({ ...before, shelf: value || undefined }) })}
      />
      <div className="row wrap find-acts">
        <SavedViews page="products" filters={FILTERS} />
        {children}
      </div>
    </div>
  )
}

interface ProductsProps {
  readonly shopId: string
  readonly columns: TableColumnsType<Product>
}

function Products({ shopId, columns }: ProductsProps) {
  const { t } = useTranslation()
  const { shelf: onShelf } = useSearch({ from: '/products' })
  const navigate = useNavigate({ from: '/products' })
  const query = useInfiniteQuery({
    queryKey: ['products', shopId, onShelf],
    queryFn: ({ pageParam }) => listProducts(shopId, { onShelf, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  })
  if (query.isError && !query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />
  if (!query.data) return <Waiting rows={8} />
  const products = query.data.pages.flatMap(({ items }) => items)
  if (products.length === 0) return <Empty icon="bag" title={t('goods.none')} text={t('goods.noneText')} />
  return (
    <div className="table-scroll" tabIndex={0} role="group">
      <Table<Product>
        rowKey="productId"
        columns={columns}
        dataSource={products}
        pagination={false}
        onRow={({ productId }) => ({
          className: 'row-link',
          onClick: () => navigate({ search: (before) => ({ ...before, product: productId }) }),
        })}
      />
      {query.hasNextPage && (
        <div className="more">
          <Button onClick={() => query.fetchNextPage()} loading={query.isFetchingNextPage}>
            {t('act.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function useColumns(): TableColumnsType<Product> {
  const { t, i18n } = useTranslation()
  const least = (product: Product) => product.skus.reduce((a, b) => (b.price.amount < a.price.amount ? b : a)).price
  const stock = ({ skus }: Product) => {
    const known = skus.flatMap((one) => (one.stock === null ? [] : [one.stock]))
    return known.length === 0 ? '—' : known.reduce((sum, one) => sum + one, 0)
  }
  return [
    {
      title: t('goods.product'),
      key: 'title',
      render: (_: unknown, product: Product) => (
        <div className="row goods-cell">
          {product.picture ? (
            <img className="thumb" src={product.picture} alt="" loading="lazy" />
          ) : (
            <span className="thumb thumb-none">
              <Icon name="bag" />
            </span>
          )}
          <div className="entry-cell">
            <button type="button" className="entry-open">
              {product.title}
            </button>
            <span className="quiet small clip">{product.category}</span>
          </div>
        </div>
      ),
    },
    {
      title: t('goods.price'),
      key: 'price',
      width: 120,
      render: (_: unknown, product: Product) => sayMoney(least(product), i18n.language),
    },
    { title: t('goods.skus'), key: 'skus', width: 80, render: (_: unknown, { skus }: Product) => skus.length },
    { title: t('goods.stock'), key: 'stock', width: 90, render: (_: unknown, product: Product) => stock(product) },
    {
      title: t('goods.shelf'),
      key: 'shelf',
      width: 90,
      render: (_: unknown, { onShelf }: Product) => (
        <span className={onShelf ? 'chip chip-good' : 'chip'}>{t(onShelf ? 'goods.onShelf' : 'goods.offShelf')}</span>
      ),
    },
    {
      title: t('goods.fresh'),
      key: 'fresh',
      width: 130,
      render: (_: unknown, product: Product) => <FreshChip {...product} />,
    },
  ]
}
