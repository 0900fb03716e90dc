export {
  type ActionOutcome,
  type CommerceAction,
  commerceAction,
  type Precondition,
  preconditionsOf,
} from './commerce-action.ts'
export type {
  BackendCapability,
  BackendProblem,
  CommerceBackend,
  CommerceEvent,
  Page,
  Paged,
  Read,
} from './commerce-backend.ts'
export {
  type Address,
  address,
  type BackendBuyer,
  backendBuyer,
  type Coupon,
  coupon,
  type Order,
  type OrderState,
  order,
  type Parcel,
  type Product,
  parcel,
  product,
  type Refund,
  refund,
  type Sku,
  sku,
} from './commerce.ts'
export { type DemandState, demandState } from './demand-state.ts'
export { type Policies, type ShopSettings, shopSettings } from './shop-settings.ts'
