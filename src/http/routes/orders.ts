import { z } from 'zod'
import { notFound } from '../../kernel/errors.ts'
import { shopId } from '../../kernel/ids.ts'
import {
  orderState,
  pageOrders,
  pageParcels,
  pageRefunds,
  readOrder,
  readParcel,
  readRefund,
  refund,
} from '../../shop/index.ts'
import { appendAudit } from '../../staff/index.ts'
import { defineRoute } from '../define-route.ts'
import { externalId, pageOf, paging, readCursor, showPage } from '../fields.ts'
import type { Route } from '../route.ts'
import {
  orderView,
  parcelView,
  refundView,
  showOrder,
  showOrderUnmasked,
  showParcel,
  showRefund,
} from '../views/mirror-views.ts'
import { shopParams } from '../views/shop-views.ts'

const tag = 'Orders'
const access = 'shops:read'
const orderParams = z.strictObject({ shopId, orderId: externalId })

/** Orders, parcels and refunds, as mirrored from the back end; who the buyer is stays masked. */
export const orderRoutes = (): Route[] => [
  listOrdersRoute(),
  readOrderRoute(),
  unmaskedOrder(),
  listParcelsRoute(),
  readParcelRoute(),
  listRefundsRoute(),
  readRefundRoute(),
]

const lastOrder = z.tuple([z.int(), externalId])

const listOrdersRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/orders',
    name: 'listOrders',
    summary: 'Orders, latest first',
    tag,
    access,
    params: shopParams,
    query: z.strictObject({ ...paging, state: orderState.optional(), customerId: externalId.optional() }),
    responses: { 200: pageOf(orderView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...filter } = query
      const last = readCursor(lastOrder, cursor)
      const after = last && { placedAt: last[0], orderId: last[1] }
      const slice = { ...filter, shop: { ...params, orgId }, after, limit: limit + 1 }
      const rows = await read((tx) => pageOrders(tx, slice))
      const body = showPage({
        rows,
        limit,
        show: (row) => showOrder(row, at),
        after: ({ item }) => [item.placedAt, item.orderId],
      })
      return { status: 200, body }
    },
  })

const readOrderRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/orders/:orderId',
    name: 'readOrder',
    summary: 'One order, name, phone and door masked',
    tag,
    access,
    params: orderParams,
    responses: { 200: orderView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readOrder(tx, { orgId, shopId: params.shopId }, params.orderId))
      if (!found) throw notFound()
      return { status: 200, body: showOrder(found, at) }
    },
  })

const unmaskedOrder = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/orders/:orderId/unmasked',
    name: 'readOrderUnmasked',
    summary: 'One order with name, phone and door; each look is written down',
    tag,
    access: 'orders:unmask',
    audit: 'order.unmasked',
    params: orderParams,
    responses: { 200: orderView },
    handler: ({ params, actor, orgId, at, commit }) =>
      commit(async (tx) => {
        const found = await readOrder(tx, { orgId, shopId: params.shopId }, params.orderId)
        if (!found) throw notFound()
        const detail = { shopId: params.shopId }
        await appendAudit(tx, { orgId, actor, act: 'order.unmasked', target: params.orderId, at, detail })
        return { status: 200, body: showOrderUnmasked(found, at) }
      }),
  })

const listParcelsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/parcels',
    name: 'listParcels',
    summary: 'Parcels by id, or those of one order',
    tag,
    access,
    params: shopParams,
    query: z.strictObject({ ...paging, orderId: externalId.optional() }),
    responses: { 200: pageOf(parcelView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...filter } = query
      const slice = { ...filter, shop: { ...params, orgId }, after: readCursor(externalId, cursor), limit: limit + 1 }
      const rows = await read((tx) => pageParcels(tx, slice))
      const body = showPage({ rows, limit, show: (row) => showParcel(row, at), after: (row) => row.item.parcelId })
      return { status: 200, body }
    },
  })

const readParcelRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/parcels/:parcelId',
    name: 'readParcel',
    summary: 'One parcel with its events, oldest first',
    tag,
    access,
    params: z.strictObject({ shopId, parcelId: externalId }),
    responses: { 200: parcelView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readParcel(tx, { orgId, shopId: params.shopId }, params.parcelId))
      if (!found) throw notFound()
      return { status: 200, body: showParcel(found, at) }
    },
  })

const listRefundsRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/refunds',
    name: 'listRefunds',
    summary: 'Refunds by id',
    tag,
    access,
    params: shopParams,
    query: z.strictObject({ ...paging, orderId: externalId.optional(), state: refund.shape.state.optional() }),
    responses: { 200: pageOf(refundView) },
    handler: async ({ params, query, orgId, at, read }) => {
      const { limit, cursor, ...filter } = query
      const slice = { ...filter, shop: { ...params, orgId }, after: readCursor(externalId, cursor), limit: limit + 1 }
      const rows = await read((tx) => pageRefunds(tx, slice))
      const body = showPage({ rows, limit, show: (row) => showRefund(row, at), after: (row) => row.item.refundId })
      return { status: 200, body }
    },
  })

const readRefundRoute = (): Route =>
  defineRoute({
    method: 'GET',
    path: '/api/v1/shops/:shopId/refunds/:refundId',
    name: 'readRefund',
    summary: 'One refund',
    tag,
    access,
    params: z.strictObject({ shopId, refundId: externalId }),
    responses: { 200: refundView },
    handler: async ({ params, orgId, at, read }) => {
      const found = await read((tx) => readRefund(tx, { orgId, shopId: params.shopId }, params.refundId))
      if (!found) throw notFound()
      return { status: 200, body: showRefund(found, at) }
    },
  })
