export function OrdersPage() {
  return <div className="page" />
}
