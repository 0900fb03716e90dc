import { Skeleton } from 'antd'

/** The shape of what comes, while it comes. */
export function Waiting({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div aria-busy="true" className="waiting-rows">
      <Skeleton active title={false} paragraph={{ rows, width: '100%' }} />
    </div>
  )
}

export function PageWaiting() {
  return (
    <div className="page">
      <Waiting rows={8} />
    </div>
  )
}
