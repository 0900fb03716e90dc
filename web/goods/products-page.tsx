export function ProductsPage() {
  return <div className="page" />
}
