import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'
import {
  pageBuyers,
  pageCoupons,
  pageProducts,
  readBackendBuyer,
  readCoupon,
  readProduct,
  readProgress,
} from '../../shop/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, pageOf, paging, queryFlag, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import {
  buyerView,
  couponView,
  productView,
  progressView,
  showBuyer,
  showCoupon,
  showProduct,
  showProgress,
} from '../views/mirror-views.ts'
import { shopParams } from '../views/shop-views.ts'

const access = 'shops:read'

/** What the shop sells and to whom, as mirrored from its back end. */
export const goodsRoutes = (): Route[] => [
  listProductsRoute(),
  readProductRoute(),
  listCouponsRoute(),
  readCouponRoute(),
  listBuyersRoute(),
  readBuyerRoute(),
  mirror(),
]

const listProductsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/products',
    name: 'listProducts',
    summary: 'Products by id',
    tag: 'Goods',
    access,
    params: shopParams,
    query: z.strictObject({ ...paging, onShelf: queryFlag.optional(), category: z.string().max(200).optional() }),
    responses: { 200: pageOf(productView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...filter } = query
      const slice = { ...filter, shop: { ...params, orgId }, after: readCursor(externalId, cursor), limit: limit + 1 }
      const rows = await read((tx) => pageProducts(tx, slice))
      const body = showPage({ rows, limit, show: (row) => showProduct(row, at), after: (row) => row.item.productId })
      return { status: 200, body }
    },
  })

const readProductRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/products/:productId',
    name: 'readProduct',
    summary: 'One product with its SKUs',
    tag: 'Goods',
    access,
    params: z.strictObject({ shopId, productId: externalId }),
    responses: { 200: productView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readProduct(tx, { orgId, shopId: params.shopId }, params.productId))
      if (!found) throw notFound()
      return { status: 200, body: showProduct(found, at) }
    },
  })

const listCouponsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/coupons',
    name: 'listCoupons',
    summary: 'Coupons by id, ended ones too',
    tag: 'Goods',
    access,
    params: shopParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(couponView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor } = query
      const slice = { shop: { ...params, orgId }, after: readCursor(externalId, cursor), limit: limit + 1 }
      const rows = await read((tx) => pageCoupons(tx, slice))
      const body = showPage({ rows, limit, show: (row) => showCoupon(row, at), after: (row) => row.item.couponId })
      return { status: 200, body }
    },
  })

const readCouponRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/coupons/:couponId',
    name: 'readCoupon',
    summary: 'One coupon',
    tag: 'Goods',
    access,
    params: z.strictObject({ shopId, couponId: externalId }),
    responses: { 200: couponView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readCoupon(tx, { orgId, shopId: params.shopId }, params.couponId))
      if (!found) throw notFound()
      return { status: 200, body: showCoupon(found, at) }
    },
  })

const listBuyersRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/buyers',
    name: 'listBuyers',
    summary: "The shop system's own buyers, by id",
    tag: 'Buyers',
    access,
    params: shopParams,
    query: z.strictObject(paging),
    responses: { 200: pageOf(buyerView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor } = query
      const slice = { shop: { ...params, orgId }, after: readCursor(externalId, cursor), limit: limit + 1 }
      const rows = await read((tx) => pageBuyers(tx, slice))
      const body = showPage({ rows, limit, show: (row) => showBuyer(row, at), after: (row) => row.item.customerId })
      return { status: 200, body }
    },
  })

const readBuyerRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/buyers/:customerId',
    name: 'readBuyer',
    summary: 'One buyer of the shop system',
    tag: 'Buyers',
    access,
    params: z.strictObject({ shopId, customerId: externalId }),
    responses: { 200: buyerView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readBackendBuyer(tx, { orgId, shopId: params.shopId }, params.customerId))
      if (!found) throw notFound()
      return { status: 200, body: showBuyer(found, at) }
    },
  })

const mirror = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/mirror',
    name: 'readMirror',
    summary: 'How fresh the copy of the back end is, kind by kind',
    tag: 'Shops',
    access,
    params: shopParams,
    responses: { 200: z.strictObject({ items: z.array(progressView) }) },
    handler: async ({ params, orgId, at, read }) => {
      const progress = await read((tx) => readProgress(tx, { ...params, orgId }))
      return { status: 200, body: { items: progress.map((row) => showProgress(row, at)) } }
    },
  })
