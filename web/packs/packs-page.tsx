export function PacksPage() {
  return <div className="page" />
}
