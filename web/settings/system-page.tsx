export function SystemPage() {
  return <div className="page" />
}
